package dev.spillway.loadtests.http;

import dev.spillway.loadtests.books.SeededWallets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ready-made {@code POST /v1/transfers} requests, one for each user with that user's token, in
 * which only the idempotency key and the taker change. A generator that shares two cores with what
 * it measures must not spend them on signing and printing.
 */
public final class RequestTemplate {
  private static final int UUID_CHARS = 36;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String SLOT = "#".repeat(UUID_CHARS);

  private final byte[][] requests;
  private final int[] keySlots;
  private final int[] takerSlots;
  private final byte[][] takers;

  /**
   * @param tokens one for each giver; number n is wallet n's owner's
   */
  public RequestTemplate(List<String> tokens, SeededWallets wallets) {
    requests = new byte[tokens.size()][];
    keySlots = new int[tokens.size()];
    takerSlots = new int[tokens.size()];
    for (int user = 0; user < tokens.size(); user++) {
      String text = request(user, tokens.get(user));
      requests[user] = text.getBytes(StandardCharsets.US_ASCII);
      keySlots[user] = text.indexOf(SLOT);
      takerSlots[user] = text.lastIndexOf(SLOT);
    }
    takers =
        IntStream.range(0, wallets.count())
            .mapToObj(n -> SeededWallets.wallet(n).toString().getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
  }

  private static String request(int user, String token) {
    String body =
        "{\"from\":\"%s\",\"to\":\"%s\",\"asset\":\"%s\",\"amount\":\"0.000001\",\"reference\":\"bench\"}"
            .formatted(SeededWallets.wallet(user), SLOT, SeededWallets.ASSET.code());
    return """
    POST /v1/transfers HTTP/1.1
    Host: localhost
    Authorization: Bearer %s
    Content-Type: application/json
    Accept: application/json
    Content-Length: %d
    Idempotency-Key: %s

    """
            .formatted(token, body.length(), SLOT)
            .replace("\n", "\r\n")
        + body;
  }

  /** How many users give. */
  public int users() {
    return requests.length;
  }

  /** A request that has never been made before. */
  public ByteBuf next(int user, ByteBufAllocator allocator) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] request = requests[user];
    ByteBuf buffer = allocator.buffer(request.length).writeBytes(request);
    setKey(buffer, keySlots[user], random.nextLong(), random.nextLong());
    int taker = (user + 1 + random.nextInt(takers.length - 1)) % takers.length;
    buffer.setBytes(takerSlots[user], takers[taker]);
    return buffer;
  }

  private static void setKey(ByteBuf buffer, int at, long high, long low) {
    byte[] key = new byte[UUID_CHARS];
    Arrays.fill(key, (byte) '-');
    for (int i = 0; i < 16; i++) {
      key[i] = HEX[(int) (high >>> (4 * i)) & 0xf];
      key[20 + i] = HEX[(int) (low >>> (4 * i)) & 0xf];
    }
    buffer.setBytes(at, key);
  }
}
