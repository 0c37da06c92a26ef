package dev.spillway.edge.caller;

import java.util.Set;

/**
 * Who asks.
 *
 * @param ownerId the token's {@code sub}
 * @param scopes what the token allows, see {@link Scopes}
 */
public record Caller(String ownerId, Set<String> scopes) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Whether the token has the scope. */
  public boolean has(String scope) {
    return scopes.contains(scope);
  }
}
