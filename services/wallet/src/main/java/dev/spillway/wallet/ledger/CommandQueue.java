package dev.spillway.wallet.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where commands wait for a writer: bounded, first in first out within a lane. Nobody waits to put
 * one in; a lane that is full says so. A writer takes all that is there up to a batch. When it is
 * not room for all, {@link Lane#CROWD} has half of it and the others a quarter each, and what one
 * lane leaves of its share is the others': so no lane can starve another.
 *
 * <p>Writers never wait for each other's locks: a command that touches an account which is with
 * another writer is passed over until that one has {@linkplain #release released} it, and so are
 * later commands that touch an account of one passed over, for order within an account is kept.
 *
 * <p>A transaction has a price of its own, whatever it holds, so a writer does not begin one beside
 * another's before a {@linkplain #COMPANY fair part} of what that one holds is waiting; it waits
 * for that no longer than {@link #PATIENCE}, and not at all when no other writer is at work, or
 * only one that {@linkplain #committing waits for the disk}: in the quiet hour nobody waits for
 * company.
 *
 * <p>All is measured in {@linkplain Command#weight() weight}. A lane takes a command while it holds
 * less than its capacity, so the most that it ever holds is the capacity and one client batch less
 * one.
 */
final class CommandQueue {
  /** How far into a lane a writer looks for commands that it may have, in batches. */
  private static final int REACH = 2;

  /**
   * A writer begins when one part in so many of what the others work on, on average, is waiting.
   * With 4, over HTTP, where others want the processors too, batches were so small that a tenth
   * less was done; with 1 the ledger alone, which they are free for, did less.
   */
  private static final int COMPANY = 2;

  /**
   * A batch of a few hundred commands takes about this long. One that takes longer is held up, and
   * must not hold up the other writers too.
   */
  static final Duration PATIENCE = Duration.ofMillis(20);

  private final int maxBatch;
  private final Map<Lane, Waiting> lanes = new EnumMap<>(Lane.class);
  private final List<Lane> turns = new ArrayList<>(List.of(Lane.values()));
  private final Set<UUID> withWriters = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final DrainRate drainRate = new DrainRate(System.nanoTime());

  /**
   * The weight of each batch that a writer works on, not counting those that are being committed.
   */
  private final Map<List<Pending>, Integer> atWork = new IdentityHashMap<>();

  private boolean closed;

  private static final class Waiting {
    final ArrayDeque<Pending> commands = new ArrayDeque<>();
    final int capacity;
    int weight;

    Waiting(int capacity) {
      this.capacity = capacity;
    }
  }

  CommandQueue(LedgerSettings settings) {
    this.maxBatch = settings.maxBatch();
    lanes.put(Lane.CROWD, new Waiting(settings.crowdCapacity()));
    lanes.put(Lane.PROMISED, new Waiting(settings.promisedCapacity()));
    lanes.put(Lane.CLAIMS, new Waiting(settings.claimsCapacity()));
  }

  /**
   * Puts the command at the end of the lane; false, and nothing done, when the lane is full or the
   * queue closed.
   */
  boolean offer(Pending pending, Lane lane) {
    lock.lock();
    try {
      Waiting waiting = waiting(lane);
      if (closed || waiting.weight >= waiting.capacity) {
        return false;
      }
      waiting.commands.addLast(pending);
      waiting.weight += pending.command().weight();
      boolean first = weight() == pending.command().weight();
      // The first wakes a writer also when another one has its account: from then on that writer
      // looks for what it may have, however little comes. More of the kind need nobody else.
      if (first || isWorthATransaction() && isFree(pending, withWriters)) {
        filled.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for commands and takes a batch of them, which the writer must {@link #release}; empty
   * when the queue is closed and nothing is left.
   */
  List<Pending> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (weight() == 0) {
          if (closed) {
            return List.of();
          }
          drainRate.idle(System.nanoTime());
          filled.await();
          continue;
        }
        long patience = isWorthATransaction() || closed ? 0 : patienceLeft(System.nanoTime());
        if (patience > 0) {
          filled.awaitNanos(patience);
          continue;
        }
        List<Pending> batch = select();
        if (!batch.isEmpty()) {
          return batch;
        }
        // All that waits touches accounts of other writers. Whatever else comes is not announced as
        // long as it is no company for theirs, so it is looked for.
        filled.awaitNanos(PATIENCE.toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is company for the others' batches; true when they have none. */
  private boolean isWorthATransaction() {
    return COMPANY * weight() * atWork.size() >= weightAtWork();
  }

  private long patienceLeft(long now) {
    long longestWait = 0;
    for (Waiting waiting : lanes.values()) {
      Pending oldest = waiting.commands.peekFirst();
      if (oldest != null) {
        longestWait = Math.max(longestWait, now - oldest.enqueuedNanos());
      }
    }
    return PATIENCE.toNanos() - longestWait;
  }

  private List<Pending> select() {
    List<Pending> batch = new ArrayList<>();
    Set<UUID> taken = new HashSet<>(withWriters);
    int room = maxBatch;
    for (Lane lane : turns) {
      room -= move(lane, batch, Math.min(room, share(lane)), taken);
    }
    for (Lane lane : turns) {
      room -= move(lane, batch, room, taken);
    }
    if (batch.isEmpty()) {
      return batch;
    }
    // A command too heavy for its lane's share has its turn too: the first of a batch always fits.
    Collections.rotate(turns, 1);
    batch.forEach(pending -> withWriters.addAll(pending.touches()));
    int weight = maxBatch - room;
    atWork.put(batch, weight);
    drainRate.took(weight, System.nanoTime());
    if (weight() > 0) {
      // Another writer may be idle: what is left is for it.
      filled.signal();
    }
    return batch;
  }

  /**
   * Moves commands into the batch while they fit into the share; the first one of a batch fits
   * always. Returns the weight moved.
   *
   * @param taken accounts that other writers have, to which those of the commands passed over are
   *     added
   */
  private int move(Lane lane, List<Pending> batch, int share, Set<UUID> taken) {
    Waiting waiting = waiting(lane);
    Deque<Pending> passedOver = new ArrayDeque<>();
    int moved = 0;
    for (int seen = 0; seen < REACH * maxBatch && !waiting.commands.isEmpty(); seen++) {
      Pending next = waiting.commands.getFirst();
      int weight = next.command().weight();
      if (isFree(next, taken)) {
        if (moved + weight > share && !batch.isEmpty()) {
          break;
        }
        batch.add(next);
        waiting.weight -= weight;
        moved += weight;
      } else {
        taken.addAll(next.touches());
        passedOver.addFirst(next);
      }
      waiting.commands.removeFirst();
    }
    passedOver.forEach(waiting.commands::addFirst);
    return moved;
  }

  /**
   * Whether the command touches none of these. {@link Collections#disjoint} would go through the
   * hundreds that are taken rather than the two that are touched.
   */
  private static boolean isFree(Pending pending, Set<UUID> taken) {
    for (UUID account : pending.touches()) {
      if (taken.contains(account)) {
        return false;
      }
    }
    return true;
  }

  private int share(Lane lane) {
    return switch (lane) {
      case CROWD -> maxBatch / 2;
      case PROMISED, CLAIMS -> maxBatch / 4;
    };
  }

  /**
   * Says that a batch's rows are written and that its writer waits for the disk from here on, which
   * leaves the processors to others.
   */
  void committing(List<Pending> batch) {
    lock.lock();
    try {
      if (atWork.remove(batch) != null && weight() > 0) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives the accounts of a batch back once it is decided. */
  void release(List<Pending> batch) {
    lock.lock();
    try {
      batch.forEach(pending -> withWriters.removeAll(pending.touches()));
      atWork.remove(batch);
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Ledger.Load load() {
    lock.lock();
    try {
      int crowd = waiting(Lane.CROWD).weight;
      int promised = waiting(Lane.PROMISED).weight;
      int claims = waiting(Lane.CLAIMS).weight;
      return new Ledger.Load(
          crowd + promised + claims, crowd, promised, claims, drainRate.perSecond());
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more in; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Waiting waiting(Lane lane) {
    return lanes.get(lane);
  }

  private int weightAtWork() {
    int weight = 0;
    for (int one : atWork.values()) {
      weight += one;
    }
    return weight;
  }

  private int weight() {
    int weight = 0;
    for (Waiting waiting : lanes.values()) {
      weight += waiting.weight;
    }
    return weight;
  }
}
