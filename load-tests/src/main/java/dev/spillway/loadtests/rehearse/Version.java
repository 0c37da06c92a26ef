package dev.spillway.loadtests.rehearse;

import java.util.Map;

/**
 * A version of the wallet service.
 *
 * @param hash as a pod template's: labels its pods' series
 * @param config what it is told that others are not
 * @param fault how it misbehaves
 */
record Version(String hash, Map<String, String> config, Fault fault) {}
