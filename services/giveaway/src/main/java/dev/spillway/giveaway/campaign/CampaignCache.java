package dev.spillway.giveaway.campaign;

import com.github.benmanes.caffeine.cache.Cache;
import dev.spillway.edge.cache.Caches;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The campaigns, in memory: whoever claims must not need the database. What never changes about a
 * campaign is always right here; its status may be a second old, and the gate knows better.
 *
 * <p>All that are current are read once a second. One that is not among them is either so new that
 * this pod has not heard of it, long over, or not there at all: those who ask for such are answered
 * together, by one query at a time however many they are, and the answer holds a moment.
 */
@ApplicationScoped
public class CampaignCache {
  private static final Logger LOG = Logger.getLogger(CampaignCache.class);

  private static final Duration REFRESH = Duration.ofSeconds(1);

  /** About 10 MiB. Those beyond, the oldest, cost a query now and then. */
  private static final int MOST_CURRENT = 10_000;

  /** Different campaigns that may be asked for while a query is under way. */
  private static final int MOST_ASKED = 1_000;

  /** How long it is believed that there is no such campaign, or that an old one has not changed. */
  private static final Duration BELIEVED = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final CampaignDatabase database;
  private final CampaignRows rows;
  private final Together<Key, Campaign> together = new Together<>(MOST_ASKED, this::read);
  private final Cache<Key, Optional<Campaign>> others =
      Caches.bounded(MOST_CURRENT).expireAfterWrite(BELIEVED).build();

  private volatile @Nullable Current current;
  private long timer = -1;
  private boolean refreshing;

  CampaignCache(Vertx vertx, CampaignDatabase database, CampaignRows rows) {
    this.vertx = vertx;
    this.database = database;
    this.rows = rows;
  }

  private sealed interface Key {
    record Id(UUID value) implements Key {}

    record Millis(long value) implements Key {}
  }

  private record Current(
      ConcurrentMap<UUID, Campaign> byId, ConcurrentMap<Long, Campaign> byMillis) {
    static Current of(Collection<Campaign> campaigns) {
      return new Current(
          campaigns.stream()
              .collect(Collectors.toConcurrentMap(it -> it.id().value(), Function.identity())),
          campaigns.stream()
              .collect(Collectors.toConcurrentMap(it -> it.id().millis(), Function.identity())));
    }
  }

  void start(@Observes StartupEvent started) {
    timer = vertx.setPeriodic(0, REFRESH.toMillis(), ignored -> refresh());
  }

  void stop(@Observes ShutdownEvent ending) {
    vertx.cancelTimer(timer);
  }

  /** Whether the campaigns have been read at all. */
  public boolean isFilled() {
    return current != null;
  }

  /** Those that anything may happen to. */
  public Collection<Campaign> current() {
    Current now = current;
    return now == null ? List.of() : now.byId.values();
  }

  /** The campaign of that id. */
  public Uni<Optional<Campaign>> byId(UUID id) {
    Current now = current;
    @Nullable Campaign known = now == null ? null : now.byId.get(id);
    return known != null ? found(known) : ask(new Key.Id(id));
  }

  /** The campaign that was made at that millisecond. */
  public Uni<Optional<Campaign>> byMillis(long millis) {
    Current now = current;
    @Nullable Campaign known = now == null ? null : now.byMillis.get(millis);
    return known != null ? found(known) : ask(new Key.Millis(millis));
  }

  /** What has just been made or read here need not wait for the next refresh. */
  void learn(Campaign campaign) {
    Current now = current;
    if (now != null) {
      now.byId.put(campaign.id().value(), campaign);
      now.byMillis.put(campaign.id().millis(), campaign);
    }
  }

  private void refresh() {
    synchronized (this) {
      if (refreshing) {
        return;
      }
      refreshing = true;
    }
    database
        .read(connection -> rows.current(connection, MOST_CURRENT))
        .subscribe()
        .with(
            standings -> {
              current = Current.of(standings.stream().map(Standing::campaign).toList());
              refreshed();
            },
            failure -> {
              LOG.warnf("campaigns_not_refreshed reason=%s", failure);
              refreshed();
            });
  }

  private synchronized void refreshed() {
    refreshing = false;
  }

  private static Uni<Optional<Campaign>> found(Campaign campaign) {
    return Uni.createFrom().item(Optional.of(campaign));
  }

  private Uni<Optional<Campaign>> ask(Key key) {
    Optional<Campaign> believed = others.getIfPresent(key);
    if (believed != null) {
      return Uni.createFrom().item(believed);
    }
    return together.ask(key).invoke(answer -> others.put(key, answer));
  }

  private Uni<Map<Key, Campaign>> read(Set<Key> keys) {
    List<UUID> ids = new ArrayList<>();
    List<Long> millis = new ArrayList<>();
    for (Key key : keys) {
      switch (key) {
        case Key.Id(UUID value) -> ids.add(value);
        case Key.Millis(long value) -> millis.add(value);
      }
    }
    return database
        .read(connection -> rows.find(connection, ids, millis))
        .map(
            standings -> {
              Map<Key, Campaign> found = new HashMap<>();
              for (Standing standing : standings) {
                Campaign campaign = standing.campaign();
                found.put(new Key.Id(campaign.id().value()), campaign);
                found.put(new Key.Millis(campaign.id().millis()), campaign);
              }
              return found;
            });
  }
}
