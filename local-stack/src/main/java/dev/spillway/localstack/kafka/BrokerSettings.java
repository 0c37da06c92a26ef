package dev.spillway.localstack.kafka;

import java.nio.file.Path;

/** The configuration files of the broker. */
final class BrokerSettings {

  static final String LOGGING =
      """
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n%throwable{12}
      rootLogger.level = WARN
      rootLogger.appenderRef.console.ref = console
      logger.server.name = kafka.server.KafkaRaftServer
      logger.server.level = INFO
      """;

  private BrokerSettings() {}

  static String text(int port, int controllerPort, Path data) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=CLIENTS://localhost:%1$d
    listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
    inter.broker.listener.name=CLIENTS
    controller.listener.names=CONTROLLER
    log.dirs=%3$s
    num.partitions=8
    auto.create.topics.enable=true
    default.replication.factor=1
    # One node has one copy, and few partitions of the internal topics make a quick start.
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=4
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=4
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    share.coordinator.state.topic.num.partitions=1
    # Nobody else is going to join within the usual three seconds.
    group.initial.rebalance.delay.ms=0
    # A broker that was killed is taken back only when its former self's session has ended; the default is 9 s.
    broker.heartbeat.interval.ms=500
    broker.session.timeout.ms=3000
    # The default of 128 MB would be a third of the heap.
    log.cleaner.dedupe.buffer.size=4194304
    num.network.threads=2
    num.io.threads=4
    background.threads=2
    """
        .formatted(port, controllerPort, data);
  }
}
