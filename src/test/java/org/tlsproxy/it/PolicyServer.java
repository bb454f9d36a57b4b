package org.tlsproxy.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A policy server that answers as it is told, each answer in two pieces: {@code close} and {@code silent} are no answers. */
final class PolicyServer implements AutoCloseable {

    private final ServerSocket server;
    private final UnaryOperator<String> answers;
    private final List<String> questions = new CopyOnWriteArrayList<>();

    /** @param answers the answer for a question */
    PolicyServer(UnaryOperator<String> answers) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answers = answers;
        Background.run(this::serve);
    }

    /** One that does for each recipient what the part before the at sign says. */
    static PolicyServer byRecipient() throws IOException {
        return new PolicyServer(question -> question.replaceFirst("(?s).*\nrecipient=([^@]*)@.*", "$1").replace('+', ' ')
            .replaceFirst("^(?!close$|silent$)", "action="));
    }

    /** For {@code -g}. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** What it was asked. */
    List<String> questions() {
        return questions;
    }

    private void serve() throws IOException {
        while (true) {
            Socket socket = server.accept();
            Background.run(() -> answer(socket));
        }
    }

    private void answer(Socket socket) throws IOException {
        try (socket) {
            StringBuilder question = new StringBuilder();
            for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
                question.append((char) c);
                if (!question.toString().endsWith("\n\n")) {
                    continue;
                }
                questions.add(question.toString());
                String answer = answers.apply(question.toString());
                question.setLength(0);
                if (answer.equals("close")) {
                    return;
                }
                if (!answer.equals("silent")) {
                    socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    socket.getOutputStream().write('\n');
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
