package dev.spillway.cli;

import java.util.List;

/**
 * A service of the suite.
 *
 * @param name its name, also of its log and pid file
 * @param module the directory of its Maven module
 * @param defaultPort its published port
 */
record Service(String name, String module, int defaultPort) {

  static final Service WALLET = new Service("wallet", "services/wallet", 8080);

  static final Service GIVEAWAY = new Service("giveaway", "services/giveaway", 8081);

  /** In the order in which they start. */
  static final List<Service> ALL = List.of(WALLET, GIVEAWAY);

  static final String READY_PATH = "/q/health/ready";
}
