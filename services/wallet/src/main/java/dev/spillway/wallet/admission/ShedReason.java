package dev.spillway.wallet.admission;

import java.util.Locale;

/** Why a request was turned away with nothing done. */
enum ShedReason {
  /** As many transfers are in flight as the adaptive limit allows. */
  CONCURRENCY,
  /** The queue is so long that the request would wait past its deadline. */
  DEADLINE,
  /** The ledger has decided nothing for longer than a deadline. */
  STALLED,
  /** The ledger took it, and gave it back: its queue was full or the deadline came. */
  QUEUE,
  /** As many requests are under way as may be. */
  REQUESTS,
  /** The bodies under way fill the room there is for them. */
  BODIES,
  /** This pod is about to stop. */
  STOPPING;

  /** As a metric's tag. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
