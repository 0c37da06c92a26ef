package dev.spillway.edge.caller;

import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.common.OidcEndpoint;
import io.quarkus.oidc.common.OidcRequestFilter;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.oidc.runtime.TenantConfigContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the issuer's keys when the service has started, and tries until it has them.
 *
 * <p>Quarkus fetches them as a part of the start. An issuer that it cannot discover it leaves for
 * later; but when the keys themselves do not come, because their connection is closed midway, or
 * with an error of the server, or by half, it ends the start, and the pod with it. So during the
 * start a request for keys fails here in the one way that Quarkus leaves for later, too.
 */
@ApplicationScoped
@OidcEndpoint(OidcEndpoint.Type.JWKS)
public class IssuerKeys implements OidcRequestFilter {
  private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** For discovery and keys together, each of which is answered in milliseconds. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private volatile boolean started;
  private @Nullable Cancellable attempts;

  @Override
  public Uni<Void> filter(OidcRequestFilterContext request) {
    return started
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().failure(new OIDCException("keys are fetched after the start"));
  }

  void fetch(@Observes StartupEvent event, TenantConfigBean tenants) {
    started = true;
    TenantConfigContext issuer = tenants.getDefaultTenant();
    attempts =
        Uni.createFrom()
            .deferred(issuer::initialize)
            .ifNoItem()
            .after(DEADLINE)
            .fail()
            .onFailure()
            .invoke(
                failure ->
                    LOG.warnf("issuer_unavailable cause=%s", failure.getClass().getSimpleName()))
            .onFailure()
            .retry()
            .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
            .indefinitely()
            .subscribe()
            .with(ready -> LOG.info("issuer_keys_fetched"));
  }

  void stop(@Observes ShutdownEvent stopping) {
    if (attempts != null) {
      attempts.cancel();
    }
  }
}
