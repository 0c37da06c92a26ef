package dev.spillway.loadtests.spike;

import dev.spillway.loadtests.books.SeededWallets;
import dev.spillway.loadtests.http.OpenLoop;
import dev.spillway.loadtests.http.RequestTemplate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a crowd of users asks for: a mix of calls, each by a random user. Claims go through the
 * users one after another, and when all have claimed from a campaign through them again for the
 * next one; so every claim is somebody's first, and at any time the whole crowd wants the same
 * campaign.
 *
 * <p>The same seed makes the same requests. Lives on the generator's one thread.
 */
final class Crowd implements OpenLoop.Script {
  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ";
  private static final byte[] END = ascii("\r\n\r\n");
  private static final byte[] END_WITHOUT_BODY = ascii("\r\nContent-Length: 0\r\n\r\n");

  private final Mix mix;
  private final Users users;
  private final Target target;
  private final SplittableRandom random;

  /**
   * Who asks, ready for use by any number of crowds.
   *
   * @param transfers of the same users
   */
  record Users(byte[][] tokens, byte[][] wallets, RequestTemplate transfers) {

    /**
     * @param tokens one for each of the first wallets' owners
     */
    static Users of(List<String> tokens, SeededWallets wallets) {
      return new Users(
          tokens.stream().map(Crowd::ascii).toArray(byte[][]::new),
          java.util.stream.IntStream.range(0, tokens.size())
              .mapToObj(user -> ascii(SeededWallets.wallet(user).toString()))
              .toArray(byte[][]::new),
          new RequestTemplate(tokens, wallets));
    }

    int count() {
      return tokens.length;
    }
  }

  /**
   * What the crowd comes to.
   *
   * @param walletPort where everything but claims goes
   * @param campaigns as many as the claims need: one for each time that all users have claimed
   * @param claims how many have been made, so that the next crowd goes on from there
   */
  record Target(int walletPort, int claimPort, List<UUID> campaigns, AtomicLong claims) {
    Target(int walletPort, int claimPort, List<UUID> campaigns) {
      this(walletPort, claimPort, campaigns, new AtomicLong());
    }
  }

  Crowd(Mix mix, Users users, Target target, long seed) {
    this.mix = mix;
    this.users = users;
    this.target = target;
    random = new SplittableRandom(seed);
  }

  @Override
  public int next() {
    return mix.at(random.nextDouble()).ordinal();
  }

  @Override
  public int port(int kind) {
    return kind == Call.CLAIM.ordinal() ? target.claimPort() : target.walletPort();
  }

  @Override
  public ByteBuf request(int kind, ByteBufAllocator allocator) {
    int user = random.nextInt(users.count());
    return switch (Call.values()[kind]) {
      case CLAIM -> claim(allocator);
      case BALANCE -> get("/balances", user, allocator);
      case TRANSFER -> users.transfers().next(user, allocator);
      case HISTORY -> get("/entries", user, allocator);
    };
  }

  private ByteBuf claim(ByteBufAllocator allocator) {
    long number = target.claims().getAndIncrement();
    int user = (int) (number % users.count());
    int campaign = (int) (number / users.count());
    if (campaign >= target.campaigns().size()) {
      throw new IllegalStateException("more claims than campaigns were made for");
    }
    return allocator
        .buffer(1_024)
        .writeBytes(ascii("POST /v1/campaigns/" + target.campaigns().get(campaign) + "/claims"))
        .writeBytes(ascii(HEAD))
        .writeBytes(users.tokens()[user])
        .writeBytes(END_WITHOUT_BODY);
  }

  private ByteBuf get(String what, int user, ByteBufAllocator allocator) {
    return allocator
        .buffer(1_024)
        .writeBytes(ascii("GET /v1/wallets/"))
        .writeBytes(users.wallets()[user])
        .writeBytes(ascii(what + HEAD))
        .writeBytes(users.tokens()[user])
        .writeBytes(END);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
