package dev.spillway.giveaway.stream;

import dev.spillway.edge.caller.Callers;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.giveaway.claim.Claim;
import dev.spillway.giveaway.claim.ClaimResult;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

/** {@code /v1/claims/stream}: what comes of the caller's claims, as server-sent events. */
@Path("/v1/claims/stream")
@RolesAllowed(Scopes.WALLET)
public class StreamResource {
  private static final String EVENT = "claim";

  private final Streams streams;
  private final StreamConfig config;

  StreamResource(Streams streams, StreamConfig config) {
    this.streams = streams;
    this.config = config;
  }

  /** Listens. Each event is a claim as {@code GET /v1/claims/{id}} shows it, its id the claim's. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> listen(@Context RoutingContext request, @Context Sse sse) {
    return streams
        .of(Callers.of(request).ownerId())
        .map(heard -> event(sse, heard))
        .select()
        .first(config.longest());
  }

  private static OutboundSseEvent event(Sse sse, Streams.Heard heard) {
    return switch (heard) {
      case Streams.Heard.Beat _ -> sse.newEventBuilder().comment("still here").build();
      case Streams.Heard.Result(ClaimResult result) ->
          sse.newEventBuilder()
              .name(EVENT)
              .id(result.claim().toString())
              .data(String.class, Claim.json(result.claim(), result.campaign(), result.state()))
              .build();
    };
  }
}
