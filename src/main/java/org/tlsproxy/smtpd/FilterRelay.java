package org.tlsproxy.smtpd;

import java.util.Optional;
import java.util.OptionalInt;
import org.tlsproxy.log.SmtpLevel;
import org.tlsproxy.log.SmtpLog;
import org.tlsproxy.log.SmtpMessages;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Errno;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Poll;
import org.tlsproxy.posix.Processes;
import org.tlsproxy.smtp.Dialogue;
import org.tlsproxy.smtp.End;
import org.tlsproxy.smtp.Event;
import org.tlsproxy.smtp.Outlets;
import org.tlsproxy.smtp.Rules;
import org.tlsproxy.smtp.Tls;
import org.tlsproxy.smtp.Waiting;

/** One session of the filter: descriptors 0 and 1 on one side, the program's pipes on the other. Ends in an exit status. */
final class FilterRelay implements Outlets {

    static final int FAILURE = 111;
    private static final int BLOCK = 32 * 1024;
    private static final int GATHERED = 8192;
    private static final long MILLION = 1_000_000;

    private final FilterSetup setup;
    private final Program program;
    private final Control control;
    private final Narrator narrator;
    private final Dialogue dialogue;
    private final Outflow toClient = new Outflow();
    private final Outflow toProgram = new Outflow();
    private final Poll poll = new Poll(5);
    private final long block = OffHeap.allocate(BLOCK);
    private final long sessionEnd;
    private long waitEnd;
    private boolean asked;

    FilterRelay(FilterSetup setup, Program program, Control control) {
        this.setup = setup;
        this.program = program;
        this.control = control;
        this.narrator = new Narrator(setup.log());
        CommonOptions options = setup.options();
        Rules rules = new Rules(setup.session(), false, setup.link().isPresent(), options.closed(), GATHERED);
        this.dialogue = new Dialogue(rules, setup.client(),
            control.present() ? Tls.POSSIBLE : Tls.IMPOSSIBLE, this);
        this.sessionEnd = System.nanoTime() + options.sessionSeconds() * 1000L * MILLION;
    }

    /** Relays until it is over. @return the exit status */
    int run() {
        progress();
        while (true) {
            if (toClient.isEmpty() && dialogue.waiting() == Waiting.TLS && !startTls()) {
                return FAILURE;
            }
            askGreylist();
            Optional<End> end = dialogue.end();
            if (end.isPresent() && toClient.isEmpty()) {
                return finish(end.get());
            }
            if (!step()) {
                return FAILURE;
            }
        }
    }

    /** Waits for something and does it. @return false if the session has failed */
    private boolean step() {
        poll.clear();
        boolean over = dialogue.end().isPresent();
        boolean idle = dialogue.waiting() == Waiting.CLIENT && toClient.isEmpty() && toProgram.isEmpty();
        int client = idle ? poll.add(0, Poll.IN) : -1;
        int reader = toClient.isEmpty() ? -1 : poll.add(1, Poll.OUT);
        int said = !over && toClient.isEmpty() && dialogue.listensToProgram() ? poll.add(program.output(), Poll.IN) : -1;
        int wanted = over || toProgram.isEmpty() ? -1 : poll.add(program.input(), Poll.OUT);
        boolean asking = dialogue.waiting() == Waiting.POLICY;
        int judge = asking ? poll.add(setup.link().orElseThrow().descriptor(), setup.link().orElseThrow().interest()) : -1;
        long now = System.nanoTime();
        long left = Math.min(waitEnd, sessionEnd) - now;
        if (left <= 0) {
            return timedOut(now >= sessionEnd, asking);
        }
        poll.await((int) ((left + MILLION - 1) / MILLION));
        if (poll.ready(judge)) {
            setup.link().orElseThrow().ready();
            progress();
        }
        return (!poll.ready(reader) || writeClient()) && serveProgram(poll.ready(said), poll.ready(wanted))
            && (!poll.ready(client) || readClient());
    }

    private boolean serveProgram(boolean said, boolean wanted) {
        if (said) {
            readProgram();
        }
        if (wanted && !toProgram.isEmpty()) {
            progress();
            if (!toProgram.write(program.input())) {
                toProgram.clear();
                ended(false, Errno.text(NativeLibrary.errno()));
                readProgram();
                dialogue.programEnded();
            }
        }
        return true;
    }

    private boolean writeClient() {
        progress();
        if (!toClient.write(1)) {
            ended(false, Errno.text(NativeLibrary.errno()));
            return false;
        }
        return true;
    }

    private boolean readClient() {
        int n = Descriptors.read(0, block, BLOCK);
        if (n > 0) {
            progress();
            byte[] bytes = bytes(n);
            dialogue.fromClient(bytes, 0, n);
        } else if (n == 0 || NativeLibrary.errno() != Errno.EAGAIN) {
            ended(true, n == 0 ? "end of file" : Errno.text(NativeLibrary.errno()));
            dialogue.clientEnded();
        }
        return true;
    }

    private void readProgram() {
        int n = Descriptors.read(program.output(), block, BLOCK);
        if (n > 0) {
            progress();
            byte[] bytes = bytes(n);
            dialogue.fromProgram(bytes, 0, n);
        } else if (n == 0 || NativeLibrary.errno() != Errno.EAGAIN) {
            ended(true, "end of file");
            dialogue.programEnded();
        }
    }

    private byte[] bytes(int n) {
        byte[] bytes = new byte[n];
        OffHeap.get(block, bytes, 0, n);
        return bytes;
    }

    private void ended(boolean reading, String why) {
        setup.log().say(SmtpLevel.DEBUG, SmtpMessages.streamEnded(reading, why));
    }

    private void progress() {
        waitEnd = System.nanoTime() + setup.options().waitSeconds() * 1000L * MILLION;
    }

    private boolean timedOut(boolean session, boolean asking) {
        if (!session && asking) {
            setup.link().orElseThrow().timedOut();
            progress();
            return true;
        }
        ended(true, Errno.text(Errno.ETIMEDOUT));
        return false;
    }

    private void askGreylist() {
        if (dialogue.waiting() != Waiting.POLICY) {
            return;
        }
        GreylistLink link = setup.link().orElseThrow();
        if (!asked) {
            asked = true;
            progress();
            link.ask(dialogue.question().orElseThrow());
        }
        link.verdict().ifPresent(verdict -> {
            asked = false;
            progress();
            dialogue.judged(verdict);
        });
    }

    private boolean startTls() {
        SmtpLog log = setup.log();
        Control.Outcome outcome = control.start(dialogue.tlsReply(), setup.options().waitSeconds() * 1000L);
        if (control.discarded() > 0) {
            happened(new Event.Discarded(control.discarded()));
        }
        switch (outcome) {
            case STARTED, CLIENT_ENDED -> {
                progress();
                dialogue.tlsBegun();
                if (outcome == Control.Outcome.CLIENT_ENDED) {
                    dialogue.clientEnded();
                }
                return true;
            }
            case BAD_ACKNOWLEDGEMENT -> log.fatal(SmtpMessages.badAcknowledgement());
            case TIMED_OUT -> ended(true, Errno.text(Errno.ETIMEDOUT));
            default -> ended(true, "end of file");
        }
        return false;
    }

    /** Only a session that ended with QUIT waits for the program, and ends as it does. */
    private int finish(End end) {
        if (end != End.QUIT) {
            return FAILURE;
        }
        program.closeInput();
        program.closeOutput();
        OptionalInt status = program.ended();
        for (int pause = 1; status.isEmpty() && System.nanoTime() < sessionEnd; pause = Math.min(20, pause + 1)) {
            poll.clear();
            poll.await(pause);
            status = program.ended();
        }
        if (status.isEmpty()) {
            return FAILURE;
        }
        Processes.End result = Processes.decode(status.getAsInt());
        if (result.signal() != 0) {
            setup.log().fatal(SmtpMessages.childKilled(result.signal()));
            return FAILURE;
        }
        setup.log().say(SmtpLevel.DEBUG, SmtpMessages.childExited(result.status()));
        return result.status();
    }

    @Override
    public void toClient(byte[] buf, int off, int len) {
        toClient.add(buf, off, len);
    }

    @Override
    public void toProgram(byte[] buf, int off, int len) {
        toProgram.add(buf, off, len);
    }

    @Override
    public void happened(Event event) {
        narrator.tell(event);
    }
}
