package org.tlsproxy.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Mail servers whose STARTTLS or TLS is not what a client hopes for; their SMTP is good. */
final class RudeMailServers implements AutoCloseable {

    private static final int FLOOD = 40;

    private final Map<String, ServerSocket> servers = new LinkedHashMap<>();
    private final List<Socket> sessions = new ArrayList<>();

    /** What a server does once it has said that TLS may start. */
    private interface Manners {
        void meet(Socket socket) throws IOException;
    }

    /** What a server does after the handshake. */
    private interface Chatter {
        void say(RudeServer server) throws IOException;
    }

    RudeMailServers() {
        server("hangs up", Socket::close);
        server("resets", RudeMailServers::reset);
        server("talks on in the clear", socket -> write(socket.getOutputStream(), "250 what?"));
        server("stalls", RudeMailServers::wait);
        server("stalls within a record", socket -> {
            socket.getOutputStream().write(new byte[] {22, 3, 3});
            wait(socket);
        });
        server("refuses by an alert", socket -> {
            socket.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
            wait(socket);
        });
        serverAfterwards("updates keys now and then", server -> times(5, server::updateKeys));
        serverAfterwards("updates keys all the time", server -> times(FLOOD, server::updateKeys));
        serverAfterwards("hands out tickets", server -> times(5, server::handOutTicket));
        serverAfterwards("floods with tickets", server -> times(FLOOD, server::handOutTicket));
        serverAfterwards("floods with nothing", server -> times(FLOOD, server::sayNothing));
        serverAfterwards("breaks a record", RudeServer::sayUnreadably);
        serverAfterwards("says goodbye at once", RudeServer::close);
        server("ends without goodbye", socket -> {
            RudeServer server = new RudeServer(socket.getInputStream(), socket.getOutputStream());
            server.shakeHands();
            converse(server.getInputStream(), server.getOutputStream(), "354 go ahead");
            socket.close();
        });
        server("resets after the handshake", socket -> {
            new RudeServer(socket.getInputStream(), socket.getOutputStream()).shakeHands();
            reset(socket);
        });
    }

    private static void times(int count, RudeServer.Step step) throws IOException {
        for (int i = 0; i < count; i++) {
            step.take();
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Until the client has enough. */
    private static void wait(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            continue;
        }
    }

    private void serverAfterwards(String name, Chatter chatter) {
        server(name, socket -> {
            RudeServer server = new RudeServer(socket.getInputStream(), socket.getOutputStream());
            server.shakeHands();
            chatter.say(server);
            if (!server.isOver()) {
                converse(server.getInputStream(), server.getOutputStream(), "");
                server.close();
            }
        });
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void server(String name, Manners manners) {
        ServerSocket server = listen();
        servers.put(name, server);
        Background.run(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    keep(socket);
                    Background.run(() -> greet(socket, manners));
                } catch (IOException e) {
                    return;     // closed: the test is over
                }
            }
        });
    }

    private synchronized void keep(Socket socket) {
        sessions.add(socket);
    }

    private static void greet(Socket socket, Manners manners) {
        try (socket) {
            InputStream in = socket.getInputStream();
            write(socket.getOutputStream(), "220 rude.example.test ESMTP");
            if (converse(in, socket.getOutputStream(), "")) {
                manners.meet(socket);
            }
        } catch (IOException e) {
            // the client left first, or was made to: what it says of that is what the test looks at
        }
    }

    /**
     * SMTP until QUIT, STARTTLS or the end.
     *
     * @param last an answer after which it is over, or nothing
     * @return true if TLS is to start
     */
    private static boolean converse(InputStream in, OutputStream out, String last) throws IOException {
        boolean mail = false;
        for (Optional<String> next = readLine(in); next.isPresent(); next = readLine(in)) {
            String line = next.get();
            String verb = line.split(" ")[0];
            String answer = mail ? line.equals(".") ? "250 2.0.0 queued" : "" : answer(verb);
            mail = verb.equals("DATA") || mail && !line.equals(".");
            if (!answer.isEmpty()) {
                write(out, answer);
            }
            if (answer.equals(last) && !last.isEmpty() || verb.equals("STARTTLS") || verb.equals("QUIT")) {
                return verb.equals("STARTTLS");
            }
        }
        return false;
    }

    private static String answer(String verb) {
        return switch (verb) {
            case "EHLO" -> "250-rude.example.test\r\n250 STARTTLS";
            case "STARTTLS" -> "220 2.0.0 go ahead";
            case "MAIL" -> "250 2.1.0 sender ok";
            case "RCPT" -> "250 2.1.5 recipient ok";
            case "DATA" -> "354 go ahead";
            case "QUIT" -> "221 2.0.0 bye";
            default -> "250 2.0.0 ok";
        };
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Byte by byte: what follows STARTTLS is not ours to read. */
    private static Optional<String> readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = in.read();
        }
        return c < 0 ? Optional.empty() : Optional.of(line.toString().strip());
    }

    Stream<String> names() {
        return servers.keySet().stream();
    }

    int port(String name) {
        return servers.get(name).getLocalPort();
    }

    @Override
    public synchronized void close() {
        try {
            for (ServerSocket server : servers.values()) {
                server.close();
            }
            for (Socket session : sessions) {
                session.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
