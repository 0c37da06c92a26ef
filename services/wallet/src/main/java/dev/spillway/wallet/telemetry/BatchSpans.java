package dev.spillway.wallet.telemetry;

import dev.spillway.edge.trace.TraceParent;
import dev.spillway.wallet.ledger.Command;
import dev.spillway.wallet.ledger.LedgerObserver.BatchObservation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One span for a batch that serves many traces: a child of the first request that is recorded, so
 * that its sampling decision is ours too, and linked to the others. A batch in which nobody's trace
 * is recorded costs a look at its commands.
 */
final class BatchSpans {
  /** The SDK's default limit; more would be dropped there. */
  private static final int MOST_LINKS = 128;

  private final Tracer tracer;

  BatchSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  BatchObservation start(List<Command> commands, Duration longestWait) {
    List<SpanContext> recorded =
        commands.stream()
            .map(command -> TraceParent.sampled(command.traceparent()))
            .flatMap(Optional::stream)
            .limit(MOST_LINKS)
            .toList();
    return recorded.isEmpty()
        ? BatchObservation.NONE
        : new Observation(start(recorded, commands.size(), longestWait));
  }

  private Span start(List<SpanContext> recorded, int commands, Duration longestWait) {
    SpanBuilder builder =
        tracer
            .spanBuilder("ledger batch")
            .setParent(Context.root().with(Span.wrap(recorded.getFirst())))
            .setAttribute("spillway.batch.commands", commands)
            .setAttribute("spillway.batch.longest_wait_ms", longestWait.toMillis());
    recorded.stream().skip(1).forEach(builder::addLink);
    return builder.startSpan();
  }

  private record Observation(Span span) implements BatchObservation {
    @Override
    public void committed(Duration commit) {
      span.addEvent("committed");
    }

    @Override
    public void retried(String sqlState, boolean halved) {
      span.addEvent(halved ? "halved on " + sqlState : "retried on " + sqlState);
    }

    @Override
    public void ended(int posted, int refused) {
      span.setAttribute("spillway.batch.posted", posted);
      span.setAttribute("spillway.batch.refused", refused);
      span.end();
    }
  }
}
