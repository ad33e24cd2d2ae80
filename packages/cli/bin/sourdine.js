#!/usr/bin/env node
// Parses on any Node that there ever was, so that an old one can be told so: no `import` statement, nothing modern.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error('sourdine: this is Node ' + process.versions.node + ', and sourdine needs Node 24 or newer.');
  process.exitCode = 2;
} else {
  // By the package's own name: TypeScript source in the workspace, dist/ where it was published.
  import('@sourdine/cli').then(
    function (cli) {
      return cli.main();
    },
    function (error) {
      console.error('sourdine: cannot start: ' + error.message);
      process.exitCode = 70;
    },
  );
}
