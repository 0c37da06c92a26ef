package dev.spillway.loadtests.chaos;

import java.util.UUID;

/** Somebody with a wallet and a token. */
record User(String owner, String token, UUID wallet) {}
