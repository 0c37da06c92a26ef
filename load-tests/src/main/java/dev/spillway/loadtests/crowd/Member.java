package dev.spillway.loadtests.crowd;

/**
 * One of a crowd.
 *
 * @param token speaks for the owner of the wallet
 * @param wallet its id
 */
public record Member(String token, String wallet) {}
