package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.posix.Descriptors;
import org.tlsproxy.posix.Epoll;
import org.tlsproxy.posix.ErrnoException;
import org.tlsproxy.posix.OffHeap;
import org.tlsproxy.posix.Sockets;

/**
 * A session's two pipes to its program. They came with it, or the launcher is asked for them once TLS is there: it is told on the line that
 * the session hangs on, starts the program, and sends them.
 */
final class ProgramPipes {

    private final SessionBench bench;
    private final int line;
    private final Runnable owner;
    private Optional<Stream> input = Optional.empty();
    private Optional<Stream> output = Optional.empty();

    /** @param line closed here, @param owner told when something can be read or written */
    ProgramPipes(SessionBench bench, int line, Runnable owner) {
        this.bench = bench;
        this.line = line;
        this.owner = owner;
    }

    /** The pipes are there; they are watched from {@link #watch} on. */
    void have(int toProgram, int fromProgram) {
        input = Optional.of(new Stream(toProgram, false));
        output = Optional.of(new Stream(fromProgram, false));
    }

    void watch() throws ErrnoException {
        if (present()) {
            input.get().watch(bench.loop, owner);
            output.orElseThrow().watch(bench.loop, owner);
        }
    }

    /** True if there is a program. */
    boolean present() {
        return input.isPresent();
    }

    /** True if all that it is to read has been written. */
    boolean drained() {
        return present() && input.get().out.isEmpty();
    }

    boolean readable() {
        return output.isPresent() && output.get().readable();
    }

    /** True if it reads no more, and has said all that it had to say. */
    boolean gone() {
        return present() && input.get().broken() && !readable();
    }

    void write(byte[] buf, int off, int len) {
        input.ifPresent(stream -> stream.out.add(buf, off, len));
    }

    /** @return true if something went */
    boolean flush() {
        return present() && input.get().flush();
    }

    /** As {@link Stream#read}. */
    int read(int size) {
        return output.orElseThrow().read(bench.memory, size);
    }

    /** Asks the launcher. @param then whether the program is there, later. @return false if it cannot be asked */
    boolean ask(Introduction.Negotiated tls, Arrived then) throws ErrnoException {
        byte[] words = tls.encode();
        OffHeap.put(bench.memory, words, 0, words.length);
        bench.loop.watch(line, Epoll.IN | Epoll.RDHUP, events -> then.arrived(accept()));
        return bench.messages.send(line, bench.memory, words.length, -1) == words.length;
    }

    /** Told when the launcher has answered. */
    @FunctionalInterface
    interface Arrived {
        void arrived(boolean present);
    }

    private boolean accept() {
        int n = bench.messages.receive(line, bench.memory, Introduction.MOST_BYTES);
        bench.loop.unwatch(line);
        if (n <= 0 || bench.messages.descriptorCount() != 2) {
            bench.messages.closeDescriptors();
            return false;
        }
        have(bench.messages.descriptor(0), bench.messages.descriptor(1));
        return true;
    }

    /** Closes pipes and line: the launcher sees that the session is over, the program that its input is. */
    void close() {
        input.ifPresent(stream -> stream.close(bench.loop));
        output.ifPresent(stream -> stream.close(bench.loop));
        bench.loop.unwatch(line);
        closeLine(line);
    }

    /** The launcher may still have a copy of this end; it sees the end of the other one all the same. */
    static void closeLine(int line) {
        Sockets.end(line);
        Descriptors.close(line);
    }
}
