// Counts the tests of one vitest run, from the report of its JSON reporter, for .ci/run:
//
//     node scripts/count-tests.mjs REPORT may-skip|no-skip EXIT-CODE
//
// Prints `PASSED FAILED`. A test file that cannot be loaded counts as a failed test, and so does a run that failed with
// every test passed, or that left no report. With `no-skip` a skipped test is a failed one. Plain JavaScript for Node 20:
// it must count where the installation of Node 24 failed.
import { readFileSync } from 'node:fs';

const [file = '', skips, exitCode] = process.argv.slice(2);

function count() {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const skipped = skips === 'no-skip' ? report.numPendingTests + report.numTodoTests : 0;
  if (skipped > 0) console.error(`${skipped} tests were skipped, where none may be`);
  const failed = report.numFailedTests + brokenFiles.length + skipped;
  const unexplained = failed === 0 && (exitCode !== '0' || report.numPassedTests === 0);
  return { passed: report.numPassedTests, failed: unexplained ? 1 : failed };
}

const { passed, failed } = count();
console.log(`${passed} ${failed}`);
