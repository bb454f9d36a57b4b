package org.tlsproxy.tlsmgr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A tlsmgr that does as a test tells it. Texts have a bar where the protocol has a NUL. */
final class FakeTlsmgr implements AutoCloseable {

    /** What it says first; nothing if it is empty. */
    static final String GREETING = "protocol|tlsmgr_protocol||";

    /** What happens when a request has come. */
    @FunctionalInterface
    interface Script {
        void answer(String request, Peer peer) throws IOException;
    }

    /** The other end of a connection, as a script sees it. */
    record Peer(SocketChannel channel) {
        void say(String text) throws IOException {
            write(text.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) {
                channel.write(rest);
            }
        }

        void hangUp() throws IOException {
            channel.close();
        }
    }

    private final ServerSocketChannel listener;
    private final Path path;
    private final String greeting;
    private final Script script;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    FakeTlsmgr(Path path, String greeting, Script script) {
        this.path = path;
        this.greeting = greeting;
        this.script = script;
        try {
            listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::acceptAll);
    }

    /** One that behaves. */
    static FakeTlsmgr answering(Path path, Script script) {
        return new FakeTlsmgr(path, GREETING, script);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "fake tlsmgr");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                connections.incrementAndGet();
                open.add(channel);
                daemon(() -> serve(channel));
            }
        } catch (IOException e) {
            // Closed: this tlsmgr has ended.
        }
    }

    private void serve(SocketChannel channel) {
        Peer peer = new Peer(channel);
        try {
            peer.say(greeting);
            while (true) {
                String request = request(channel);
                requests.add(request);
                script.answer(request, peer);
            }
        } catch (IOException e) {
            ended.incrementAndGet();
        }
    }

    /** Names and values in turn, up to an empty name. */
    private static String request(SocketChannel channel) throws IOException {
        StringBuilder list = new StringBuilder();
        InputStream in = Channels.newInputStream(channel);
        while (true) {
            String name = token(in);
            if (name.isEmpty()) {
                return list.append('|').toString();
            }
            list.append(name).append('|').append(token(in)).append('|');
        }
    }

    private static String token(InputStream in) throws IOException {
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        int next = in.read();
        while (next > 0) {
            token.write(next);
            next = in.read();
        }
        if (next < 0) {
            throw new IOException("end of input");
        }
        return token.toString(StandardCharsets.UTF_8);
    }

    List<String> requests() {
        return new ArrayList<>(requests);
    }

    int connections() {
        return connections.get();
    }

    /** How many connections the client has closed or the script has hung up. */
    int ended() {
        return ended.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
