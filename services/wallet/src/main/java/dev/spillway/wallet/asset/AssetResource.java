package dev.spillway.wallet.asset;

import dev.spillway.edge.asset.Assets;
import dev.spillway.edge.caller.Scopes;
import dev.spillway.edge.http.Responses;
import dev.spillway.edge.json.JsonText;
import dev.spillway.model.Asset;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code GET /v1/assets}: what wallets may hold. */
@Path("/v1/assets")
@RolesAllowed({Scopes.WALLET, Scopes.WALLET_ADMIN})
@Produces(MediaType.APPLICATION_JSON)
public class AssetResource {
  private final String list;

  AssetResource(Assets assets) {
    this.list =
        JsonText.write(
            json -> {
              json.writeStartArray();
              for (Asset asset : assets.all()) {
                json.writeStartObject();
                json.writeStringField("code", asset.code());
                json.writeNumberField("scale", asset.scale());
                json.writeStringField("name", asset.name());
                json.writeEndObject();
              }
              json.writeEndArray();
            });
  }

  /** All assets, by code. */
  @GET
  @NonBlocking
  public Response list() {
    return Responses.ok(list);
  }
}
