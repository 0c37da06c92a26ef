package dev.spillway.wallet.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where commands wait for a writer: bounded, first in first out within a lane. Nobody waits to put
 * one in; a lane that is full says so. A writer takes all that is there up to a batch, of which
 * {@link Lane#PROMISED} may have at least half, so that neither lane can starve the other.
 *
 * <p>All is measured in {@linkplain Command#weight() weight}. A lane takes a command while it holds
 * less than its capacity, so the most that it ever holds is the capacity and one client batch less
 * one.
 */
final class CommandQueue {
  private final int maxBatch;
  private final Map<Lane, Waiting> lanes = new EnumMap<>(Lane.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final DrainRate drainRate = new DrainRate(System.nanoTime());
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
      filled.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the lane has room or the queue is closed. */
  void awaitRoom(Lane lane) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiting waiting = waiting(lane);
      while (!closed && waiting.weight >= waiting.capacity) {
        drained.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for commands and takes a batch of them; empty when the queue is closed and nothing is
   * left.
   */
  List<Pending> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (weight() == 0) {
        if (closed) {
          return List.of();
        }
        drainRate.idle(System.nanoTime());
        filled.await();
      }
      List<Pending> batch = new ArrayList<>();
      int room = maxBatch - move(Lane.PROMISED, batch, maxBatch / 2, maxBatch);
      room -= move(Lane.CROWD, batch, room, room);
      room -= move(Lane.PROMISED, batch, room, room);
      drainRate.took(maxBatch - room, System.nanoTime());
      drained.signalAll();
      if (weight() > 0) {
        // Another writer may be idle: what is left is for it.
        filled.signal();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves commands while they fit into the share; the first one of a batch fits always. Returns the
   * weight moved.
   */
  private int move(Lane lane, List<Pending> batch, int share, int whole) {
    Waiting waiting = waiting(lane);
    int moved = 0;
    while (!waiting.commands.isEmpty()) {
      int weight = waiting.commands.getFirst().command().weight();
      if (moved + weight > (batch.isEmpty() ? Math.max(share, whole) : share)) {
        break;
      }
      batch.add(waiting.commands.removeFirst());
      waiting.weight -= weight;
      moved += weight;
    }
    return moved;
  }

  Ledger.Load load() {
    lock.lock();
    try {
      int crowd = waiting(Lane.CROWD).weight;
      int promised = waiting(Lane.PROMISED).weight;
      return new Ledger.Load(crowd + promised, crowd, promised, drainRate.perSecond());
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
      drained.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Waiting waiting(Lane lane) {
    return lanes.get(lane);
  }

  private int weight() {
    return waiting(Lane.CROWD).weight + waiting(Lane.PROMISED).weight;
  }
}
