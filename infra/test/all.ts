/** All tests in one process: the estate is run once, and its modules are loaded once. */
import "./estate.test";
import "./policies.test";
import "./mistakes.test";
import "./components.test";
import "./repository.test";
import "./cost.test";
