package dev.spillway.loadtests.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections to servers on the loopback address. Raw Netty and one thread: the requests are
 * ready bytes, so only the answers' heads are parsed.
 */
final class Connector implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final NioEventLoopGroup loops = new NioEventLoopGroup(1);

  void open(int port, Connection.Owner owner) {
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new HttpResponseDecoder(), new Connection(owner));
              }
            })
        .connect("127.0.0.1", port)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                owner.lost(null, null, connected.cause());
              }
            });
  }

  /** Runs something on the event loop that every connection lives on. */
  void execute(Runnable task) {
    loops.execute(task);
  }

  /** Runs something on the event loop again and again. */
  void every(long nanos, Runnable task) {
    loops.scheduleAtFixedRate(task, 0, nanos, TimeUnit.NANOSECONDS);
  }

  /** Closes every connection; returns when no callback can come any more. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
