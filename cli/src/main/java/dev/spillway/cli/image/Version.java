package dev.spillway.cli.image;

import java.time.Instant;

/**
 * What an image was made from.
 *
 * @param number the project's version
 * @param revision the commit
 * @param committed when that was; the image is dated by it, not by the clock
 */
public record Version(String number, String revision, Instant committed) {}
