// All tests in one process, so that the tree is rendered once.
import './metric-names.test.mjs';
import './kyverno.test.mjs';
import './tree.test.mjs';
import './estate.test.mjs';
import './previews.test.mjs';
import './alerts.test.mjs';
import './seeds.test.mjs';
import './revert.test.mjs';
