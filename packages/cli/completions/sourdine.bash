# Made by "pnpm --filter @sourdine/cli run generate"; do not edit.
_sourdine() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W 'inspect sync verify completion help --help --version' -- "$cur"))
    return
  fi
  case $prev in
    --as) COMPREPLY=($(compgen -u -- "$cur")); return ;;
    -j | --jobs) return ;;
  esac
  if [[ $cur == : || $prev == : ]]; then
    compopt -o filenames -o nospace
    COMPREPLY=($(compgen -d -- "${cur#:}"))
    return
  fi
  case $command in
    inspect) COMPREPLY=($(compgen -W 'mbox: maildir: -j --jobs --as --json -q --quiet -h --help' -- "$cur")) ;;
    sync) COMPREPLY=($(compgen -W 'mbox: maildir: -n --dry-run --allow-empty --full -j --jobs --as --json -q --quiet -h --help' -- "$cur")) ;;
    verify) COMPREPLY=($(compgen -W 'mbox: maildir: -j --jobs --as --json -q --quiet -h --help' -- "$cur")) ;;
    completion) COMPREPLY=($(compgen -W '-h --help bash zsh fish' -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W 'inspect sync verify completion help' -- "$cur")) ;;
  esac
  [[ ${COMPREPLY[0]-} == *: ]] && compopt -o nospace
}
complete -F _sourdine sourdine
