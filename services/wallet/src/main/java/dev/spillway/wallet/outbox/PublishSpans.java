package dev.spillway.wallet.outbox;

import dev.spillway.edge.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Continues the trace of the request that caused an event, up to the broker's acknowledgement. */
final class PublishSpans {
  private final Tracer tracer;

  PublishSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Opens the event's span; one that records nothing when the trace is not recorded. */
  Span start(OutboxLine line) {
    return TraceParent.sampled(line.traceparent())
        .map(cause -> start(line, cause))
        .orElseGet(Span::getInvalid);
  }

  private Span start(OutboxLine line, SpanContext cause) {
    return tracer
        .spanBuilder("publish " + line.topic())
        .setSpanKind(SpanKind.PRODUCER)
        .setParent(Context.root().with(Span.wrap(cause)))
        .setAttribute("messaging.system", "kafka")
        .setAttribute("messaging.destination.name", line.topic())
        .setAttribute("messaging.message.id", line.id())
        .startSpan();
  }
}
