const { default: Sequencer } = require('@jest/test-sequencer');

// The tests that take minutes, most of them waiting, the longest first.
const LONGEST = ['driftCorpus', 'mainJob', 'adoptDrift', 'mendState'];

/**
 * Starts the longest tests first. Where a stage runs for the first time, Jest knows no durations and goes by the sizes of files,
 * and a long test that starts last makes everybody wait.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) =>
      LONGEST.findIndex(name => path.includes(`/${name}.integration.`));
    const longest = tests.filter(test => rank(test) >= 0);
    const others = tests.filter(test => rank(test) < 0);
    return [
      ...longest.sort((a, b) => rank(a) - rank(b)),
      ...super.sort(others),
    ];
  }
};
