package dev.spillway.loadtests.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
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

    /**
     * The request is answered.
     *
     * @param startNanos what {@link Connection#send} was given
     */
    void answered(int status, long startNanos);

    /** It is gone, and with it the request under way when there was one. */
    void lost(boolean underWay, @Nullable Throwable why);
  }

  private final Owner owner;
  private @Nullable ChannelHandlerContext context;
  private boolean underWay;
  private long startNanos;
  private int status;
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

  /**
   * @param start from when its latency counts, by {@link System#nanoTime()}
   */
  void send(ByteBuf request, long start) {
    underWay = true;
    startNanos = start;
    context().writeAndFlush(request, context().voidPromise());
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    owner.idle(this);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext active, HttpObject part) {
    if (part instanceof HttpResponse response) {
      status = response.status().code();
    }
    if (part instanceof LastHttpContent) {
      underWay = false;
      owner.answered(status, startNanos);
      if (active.channel().isActive()) {
        owner.idle(this);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    owner.lost(underWay, failure);
    underWay = false;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
    failure = cause;
    active.close();
  }
}
