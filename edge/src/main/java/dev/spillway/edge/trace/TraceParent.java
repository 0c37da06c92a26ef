package dev.spillway.edge.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} header of W3C Trace Context, version 00, as text and as a context. */
public final class TraceParent {
  /** The header's name, over HTTP and over Kafka. */
  public static final String HEADER = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

  private static final int LENGTH = 55;

  private TraceParent() {}

  /** The header of the span that this thread is in now; null when it is in none. */
  public static @Nullable String current() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() ? of(context) : null;
  }

  /** The header that makes the next service's spans children of this one. */
  public static String of(SpanContext context) {
    return "00-"
        + context.getTraceId()
        + '-'
        + context.getSpanId()
        + '-'
        + context.getTraceFlags().asHex();
  }

  /** Reads a header; what is not one is as good as none. */
  public static Optional<SpanContext> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(header);
    if (!form.matches()) {
      return Optional.empty();
    }
    SpanContext context =
        SpanContext.createFromRemoteParent(
            form.group(1),
            form.group(2),
            TraceFlags.fromHex(form.group(3), 0),
            TraceState.getDefault());
    return Optional.of(context).filter(SpanContext::isValid);
  }

  /** The context of a header whose sender records the trace; only such a one costs us a span. */
  public static Optional<SpanContext> sampled(@Nullable String header) {
    // Nearly all are not recorded, and this is asked of every command and every event.
    boolean mayBe =
        header != null
            && header.length() == LENGTH
            && (Character.digit(header.charAt(LENGTH - 1), 16) & 1) == 1;
    return mayBe ? parse(header).filter(SpanContext::isSampled) : Optional.empty();
  }
}
