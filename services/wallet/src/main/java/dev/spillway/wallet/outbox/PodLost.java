package dev.spillway.wallet.outbox;

/**
 * Another pod has said nothing for as long as a lease lasts, and had not said goodbye: it was
 * killed, or is frozen or cut off. Whatever it does after a commit, it may have left undone. Told
 * to this pod's other parts, once for each time that it happens; every pod that publishes sees it
 * for itself.
 */
public record PodLost() {}
