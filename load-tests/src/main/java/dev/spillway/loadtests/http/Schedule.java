package dev.spillway.loadtests.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * When requests are due: a rate that changes in straight lines. Within a stretch of constant rate
 * they are evenly spaced, so that two runs of one schedule send the same request at the same time.
 */
public final class Schedule {

  /**
   * A stretch of time.
   *
   * @param from requests a second at its beginning
   * @param to requests a second at its end
   */
  public record Leg(Duration length, double from, double to) {
    public Leg {
      if (length.isNegative() || length.isZero() || from < 0 || to < 0) {
        throw new IllegalArgumentException("not a stretch of time at a rate");
      }
    }

    double seconds() {
      return length.toNanos() / 1e9;
    }

    double requests() {
      return (from + to) / 2 * seconds();
    }

    /** How long after the beginning so many requests have come due. */
    private double secondsUntil(double requests) {
      double slope = (to - from) / seconds();
      // The root of slope/2·t² + from·t = requests, in the form that also stands a slope of zero.
      double root = Math.sqrt(Math.max(0, from * from + 2 * slope * requests));
      double divisor = from + root;
      return divisor == 0 ? 0 : Math.min(seconds(), 2 * requests / divisor);
    }
  }

  private final List<Leg> legs;

  /** For each leg, how many requests and seconds there are before it; and in all, as the last. */
  private final double[] requestsBefore;

  private final double[] secondsBefore;

  private Schedule(List<Leg> legs) {
    this.legs = List.copyOf(legs);
    requestsBefore = new double[legs.size() + 1];
    secondsBefore = new double[legs.size() + 1];
    for (int leg = 0; leg < legs.size(); leg++) {
      requestsBefore[leg + 1] = requestsBefore[leg] + legs.get(leg).requests();
      secondsBefore[leg + 1] = secondsBefore[leg] + legs.get(leg).seconds();
    }
  }

  /** One rate all the time. */
  public static Schedule constant(double perSecond, Duration length) {
    return startingAt(perSecond).hold(length).build();
  }

  public static Builder startingAt(double perSecond) {
    return new Builder(perSecond);
  }

  /** How many requests there are in all. */
  public long requests() {
    return (long) Math.floor(requestsBefore[legs.size()] + 1e-6);
  }

  public Duration length() {
    return Duration.ofNanos(Math.round(secondsBefore[legs.size()] * 1e9));
  }

  /** When request number {@code n}, counted from 0, is due, in nanoseconds after the beginning. */
  public long dueNanos(long n) {
    int leg = 0;
    while (leg < legs.size() - 1 && requestsBefore[leg + 1] <= n) {
      leg++;
    }
    double within = legs.get(leg).secondsUntil(n - requestsBefore[leg]);
    return Math.round((secondsBefore[leg] + within) * 1e9);
  }

  /** Requests a second that are due at a time. */
  public double rateAt(double second) {
    for (int leg = 0; leg < legs.size(); leg++) {
      if (second < secondsBefore[leg + 1]) {
        Leg one = legs.get(leg);
        return one.from() + (one.to() - one.from()) * (second - secondsBefore[leg]) / one.seconds();
      }
    }
    return 0;
  }

  public List<Leg> legs() {
    return Collections.unmodifiableList(legs);
  }

  /** Puts legs one after another. */
  public static final class Builder {
    private final List<Leg> legs = new ArrayList<>();
    private double rate;

    private Builder(double rate) {
      this.rate = rate;
    }

    public Builder hold(Duration length) {
      return to(rate, length);
    }

    /** A straight way from the rate so far to another. */
    public Builder to(double perSecond, Duration length) {
      legs.add(new Leg(length, rate, perSecond));
      rate = perSecond;
      return this;
    }

    /** Another rate at once. */
    public Builder jump(double perSecond) {
      rate = perSecond;
      return this;
    }

    public Schedule build() {
      return new Schedule(legs);
    }
  }
}
