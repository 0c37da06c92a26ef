package dev.spillway.giveaway.boot;

import dev.spillway.giveaway.campaign.CampaignCache;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the campaigns have been read once. Claims need no database after that; and
 * without Valkey or Kafka a pod answers 503 with a {@code Retry-After} that means something, where
 * a balancer without ready pods would answer with nothing of the kind.
 */
@Readiness
@ApplicationScoped
public class CampaignsKnown implements HealthCheck {
  private static final String NAME = "campaigns";

  private final CampaignCache campaigns;

  CampaignsKnown(CampaignCache campaigns) {
    this.campaigns = campaigns;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named(NAME).status(campaigns.isFilled()).build();
  }
}
