package org.tlsproxy.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.tlsproxy.wire.Announcement;
import org.tlsproxy.wire.TicketKey;

/** A tlsmgr(8) for a training run, in a thread of its own: it has a policy that allows tickets, and one key. */
final class TrainingTlsmgr implements AutoCloseable {

    private static final int LONGEST_REQUEST = 1024;
    private static final String POLICY = "status\0000\0cachable\0000\0timeout\00060\0\0";
    private static final String KEY = "status\0000\0keybuf\000%s\0\0";
    private static final long FAR_FUTURE = 1L << 40;

    private final Path socket;
    private final ServerSocketChannel listener;

    private TrainingTlsmgr(Path socket, ServerSocketChannel listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /** Makes its socket where a worker in that queue directory looks for it. */
    static TrainingTlsmgr below(Path directory) throws IOException {
        Path socket = Files.createDirectory(directory.resolve("private")).resolve("tlsmgr");
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        return new TrainingTlsmgr(socket, listener);
    }

    void start() {
        Thread thread = new Thread(this::serve, "tlsmgr");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try (SocketChannel client = listener.accept()) {
            client.write(ByteBuffer.wrap(Announcement.TLSMGR.printed()));
            ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
            while (client.read(request) > 0) {
                if (complete(request)) {
                    client.write(ByteBuffer.wrap(answer(request)));
                    request.clear();
                }
            }
        } catch (IOException e) {
            // the run goes on without tickets, or is over
        }
    }

    private static boolean complete(ByteBuffer request) {
        int size = request.position();
        return size > 1 && request.get(size - 1) == 0 && request.get(size - 2) == 0;
    }

    private static byte[] answer(ByteBuffer request) {
        String text = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
        byte[] key = new TicketKey(new byte[16], new byte[32], new byte[32], FAR_FUTURE).buffer();
        String list = text.contains("policy") ? POLICY : String.format(KEY, Base64.getEncoder().encodeToString(key));
        return list.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.delete(socket);
        Files.delete(socket.getParent());
    }
}
