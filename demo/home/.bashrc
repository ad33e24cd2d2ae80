PS1='picard:\w\$ '
alias ll='ls -l'
export EDITOR=emacs
