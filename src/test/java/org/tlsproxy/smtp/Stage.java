package org.tlsproxy.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plays a case: a client that sends pieces, a model program, and the dialogue between them. */
final class Stage implements Outlets {

    /** How many bytes come at a time. */
    interface Cut {
        int next(int available);
    }

    static final Cut WHOLE = available -> available;
    static final Cut BYTES = available -> 1;

    static Cut random(long seed) {
        Random random = new Random(seed);
        return available -> 1 + random.nextInt(available);
    }

    private final ModelProgram program;
    private final Cut cut;
    private final Dialogue dialogue;
    private final StringBuilder client = new StringBuilder();
    private final StringBuilder said = new StringBuilder();
    private final List<Event> events = new ArrayList<>();

    Stage(SmtpCase script, Rules rules, Cut cut) {
        this.program = new ModelProgram(script.replies());
        this.cut = cut;
        this.dialogue = new Dialogue(rules, new Client("192.0.2.7", "unknown"), script.tls(), this);
        said.append(program.greeting());
    }

    static Rules rules(boolean spoken) {
        return new Rules("TESTID", spoken, false, false, spoken ? 0 : 8192);
    }

    Dialogue dialogue() {
        return dialogue;
    }

    List<Event> events() {
        return events;
    }

    String client() {
        return client.toString();
    }

    String received() {
        return program.received();
    }

    /** Plays all pieces and the client's end. */
    Stage play(List<String> pieces) {
        for (String piece : pieces) {
            send(piece);
        }
        settle();
        dialogue.clientEnded();
        settle();
        return this;
    }

    void send(String piece) {
        int at = 0;
        settle();
        while (at < piece.length() && dialogue.waiting() == Waiting.CLIENT) {
            int size = cut.next(piece.length() - at);
            byte[] bytes = piece.substring(at, at + size).getBytes(StandardCharsets.ISO_8859_1);
            dialogue.fromClient(bytes, 0, bytes.length);
            at += size;
            boolean switching = dialogue.waiting() == Waiting.TLS;
            settle();
            if (switching) {
                return;     // what would still come in this piece is what the owner drains
            }
        }
    }

    /** Lets the program answer and TLS start until the client is to speak. */
    private void settle() {
        while (!said.isEmpty() && dialogue.listensToProgram() || dialogue.waiting() == Waiting.TLS) {
            if (dialogue.waiting() == Waiting.TLS) {
                byte[] reply = dialogue.tlsReply();
                toClient(reply, 0, reply.length);
                dialogue.tlsBegun();
                continue;
            }
            int size = cut.next(said.length());
            byte[] bytes = said.substring(0, size).getBytes(StandardCharsets.ISO_8859_1);
            said.delete(0, size);
            dialogue.fromProgram(bytes, 0, bytes.length);
        }
    }

    int status() {
        return dialogue.end().filter(end -> end == End.QUIT).isPresent() ? 0 : 111;
    }

    @Override
    public void toClient(byte[] buf, int off, int len) {
        client.append(new String(buf, off, len, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void toProgram(byte[] buf, int off, int len) {
        said.append(program.take(new String(buf, off, len, StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void happened(Event event) {
        events.add(event);
    }
}
