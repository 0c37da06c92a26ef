package dev.spillway.loadtests.rehearse;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What cAdvisor and kube-state-metrics tell of pods: memory as the kernel counts it, and limits.
 */
final class Kubelet extends AbstractVerticle {
  private final int port;
  private final String service;
  private final long memoryLimit;
  private final Supplier<Collection<RunningPod>> pods;

  Kubelet(int port, String service, long memoryLimit, Supplier<Collection<RunningPod>> pods) {
    this.port = port;
    this.service = service;
    this.memoryLimit = memoryLimit;
    this.pods = pods;
  }

  @Override
  public void start(Promise<Void> started) {
    vertx
        .createHttpServer()
        .requestHandler(request -> request.response().end(text()))
        .listen(port, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (RunningPod pod : pods.get()) {
      String labels =
          "namespace=\"%1$s\",pod=\"%2$s\",container=\"%1$s\"".formatted(service, pod.name());
      text.append(
          String.format(
              Locale.ROOT,
              "container_memory_working_set_bytes{%1$s} %2$d%n"
                  + "kube_pod_container_resource_limits{%1$s,resource=\"memory\"} %3$d%n",
              labels,
              pod.memory(),
              memoryLimit));
    }
    return text.toString();
  }
}
