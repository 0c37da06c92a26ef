package dev.spillway.loadtests.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with at most one request under way; lives on one event loop. */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {

  /** Hears of this connection, on its event loop. */
  interface Owner {
    /** It can take a request. */
    void idle(Connection connection);

    /** The request is answered. */
    void answered(Reply reply, Sent request);

    /**
     * A connection is gone, or could not be opened.
     *
     * @param gone null when it could not be opened
     * @param underWay the request that it takes with it, if any
     */
    void lost(@Nullable Connection gone, @Nullable Sent underWay, @Nullable Throwable why);
  }

  /**
   * The head of an answer.
   *
   * @param retryAfter whether it says when to come again
   */
  record Reply(int status, boolean retryAfter) {}

  /**
   * A request on its way.
   *
   * @param kind the owner's own mark
   * @param startNanos from when its latency counts, by {@link System#nanoTime()}
   */
  record Sent(int kind, long startNanos) {}

  private final Owner owner;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Sent underWay;
  private Reply reply = new Reply(0, false);
  private @Nullable Throwable failure;

  Connection(Owner owner) {
    this.owner = owner;
  }

  ChannelHandlerContext context() {
    ChannelHandlerContext open = context;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  void send(ByteBuf request, Sent as) {
    underWay = as;
    context().writeAndFlush(request, context().voidPromise());
  }

  void close() {
    context().close();
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    owner.idle(this);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext active, HttpObject part) {
    if (part instanceof HttpResponse response) {
      reply =
          new Reply(
              response.status().code(), response.headers().contains(HttpHeaderNames.RETRY_AFTER));
    }
    Sent request = underWay;
    if (part instanceof LastHttpContent && request != null) {
      underWay = null;
      owner.answered(reply, request);
      if (active.channel().isActive()) {
        owner.idle(this);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    owner.lost(this, underWay, failure);
    underWay = null;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    failure = cause;
    active.close();
  }
}
