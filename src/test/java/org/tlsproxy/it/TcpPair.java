package org.tlsproxy.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * A loopback TCP connection such as postscreen(8) has with a remote SMTP client.
 *
 * @param remote  the remote client's end
 * @param ours    the descriptor of the end that is passed to the service; the caller closes it
 */
record TcpPair(Socket remote, int ours) {

    private static int listener = -1;

    static TcpPair open() throws IOException {
        return open(0);
    }

    /** @param bufferBytes size of the kernel's buffers on both ends, 0 for the system's choice */
    static synchronized TcpPair open(int bufferBytes) throws IOException {
        if (listener < 0) {
            listener = Native.tcpListener();
        }
        Socket remote = new Socket();
        if (bufferBytes > 0) {
            remote.setReceiveBufferSize(bufferBytes);
            remote.setSendBufferSize(bufferBytes);
        }
        remote.setTcpNoDelay(true);
        remote.setSoTimeout((int) Command.PATIENCE.toMillis());
        remote.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Native.port(listener)));
        int ours = Native.accept(listener);
        if (bufferBytes > 0) {
            Native.bufferSizes(ours, bufferBytes);
        }
        return new TcpPair(remote, ours);
    }

    /** Waits until the other side has closed; what it sends before, an alert perhaps, is counted and dropped. @return bytes */
    static int readToEnd(Socket socket) throws IOException {
        byte[] part = new byte[4096];
        int count = 0;
        try {
            for (int n; (n = socket.getInputStream().read(part)) >= 0;) {
                count += n;
            }
            return count;
        } catch (SocketException e) {
            return count;       // closed with something of ours unread
        }
    }
}
