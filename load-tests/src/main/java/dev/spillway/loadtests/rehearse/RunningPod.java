package dev.spillway.loadtests.rehearse;

import dev.spillway.loadtests.http.ServiceProcess;
import java.util.Optional;

/**
 * A pod that is ready.
 *
 * @param slot of the proxy, where it is reached
 * @param door the port there: of the sidecar, or of the service when there is none
 * @param sidecar the process that makes it misbehave
 */
record RunningPod(
    String name,
    Version version,
    String slot,
    int door,
    ServiceProcess service,
    Optional<ServiceProcess> sidecar) {

  /** What the kernel gives to it and would count against its limit, in bytes. */
  long memory() {
    return service.residentBytes() + sidecar.map(ServiceProcess::residentBytes).orElse(0L);
  }
}
