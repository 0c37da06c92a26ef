package dev.spillway.cli;

import java.util.List;

/**
 * Sees to it that services which are measured start as those of {@code up} do: with their
 * ahead-of-time caches.
 */
record CacheRecording(Installation installation, Output output) {

  /** Records what is missing, with a suite of its own that is gone again afterwards. */
  void makeUp() {
    List<ServiceProcess> services = installation.services();
    if (services.stream().allMatch(service -> service.cache().isUsable())) {
      return;
    }
    Shutdown shutdown = new Shutdown(installation, output);
    if (shutdown.running().findAny().isPresent()) {
      throw new CommandFailedException(
          "the services' ahead-of-time caches are missing; stop what runs with 'spillway down' and"
              + " try again");
    }
    Startup startup = new Startup(installation, output);
    startup.run();
    startup.detach();
    shutdown.run();
  }
}
