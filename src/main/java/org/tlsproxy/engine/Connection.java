package org.tlsproxy.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.DestroyFailedException;
import javax.security.auth.Destroyable;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ContentType;
import org.tlsproxy.crypto.PlaintextSink;
import org.tlsproxy.crypto.WorkerCrypto;

/**
 * What both ends of a TLS connection have in common: records in and out, phases, the end. Input may be decrypted in place: what
 * {@link #receive} was given is scrap afterwards. The sinks must not call back into the connection.
 */
abstract class Connection implements TlsConnection, PlaintextSink, ProtocolEvents, RecordCutter.Records {

    private final WorkerCrypto crypto;
    private final Witness witness;
    private final Output output;
    private final Outflow outflow;
    private final RecordCutter cutter = new RecordCutter();
    private final List<Destroyable> ciphers = new ArrayList<>(2);

    private Phase phase = Phase.HANDSHAKING;
    private boolean started;
    private boolean closeSent;
    private boolean delivered;
    private byte recordType;
    private Optional<TlsFacts> facts = Optional.empty();
    private Optional<TlsFailure> failure = Optional.empty();

    Connection(WorkerCrypto crypto, Witness witness, Output output) {
        this.crypto = crypto;
        this.witness = witness;
        this.output = output;
        this.outflow = new Outflow(watched(output.ciphertext(), witness));
    }

    private static ByteSink watched(ByteSink network, Witness witness) {
        return witness == Witness.NONE ? network : (buf, off, len) -> {
            witness.sent(buf, off, len);
            network.accept(buf, off, len);
        };
    }

    /** The protocol engine; not asked for any more after {@link #release}. */
    abstract EngineProtocol protocol();

    /** One whole record, to be given to the protocol engine. */
    abstract void offer(byte[] buf, int off, int len) throws IOException;

    /** The version that an alert's record carries when the library has none yet. */
    abstract int alertVersion();

    /** Drops what is kept of the peer and of the protocol engine. */
    abstract void release();

    /** Where the handshake is, in OpenSSL's words. */
    abstract String step();

    /** True if the record that came last was application data. */
    final boolean delivered() {
        return delivered;
    }

    final Outflow outflow() {
        return outflow;
    }

    /** True once the peer has sent a whole record. */
    final boolean started() {
        return started;
    }

    /** Type of the record that came last. */
    final byte recordType() {
        return recordType;
    }

    /** The oldest record cipher that is still in use. */
    final Optional<Destroyable> firstCipher() {
        return ciphers.stream().findFirst();
    }

    final void phase(Phase next) {
        phase = next;
    }

    // ---- the port

    @Override
    public Phase receive(byte[] buf, int off, int len) {
        if (wanted()) {
            witness.received(buf, off, len);
            takeOver();
            try {
                consumed(buf, off, len, cutter.feed(buf, off, len, this));
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
        return phase;
    }

    /** Told how much of what came was used. */
    void consumed(byte[] buf, int off, int len, int used) {
        // what comes after the end is of no interest
    }

    @Override
    public Phase receiveEof() {
        if (phase == Phase.OPEN) {
            phase = Phase.PEER_CLOSED;
        } else if (phase == Phase.HANDSHAKING || phase == Phase.SUSPENDED) {
            phase = Phase.FAILED;
            witness.broken(step());
        }
        cutter.forget();
        return phase;
    }

    @Override
    public Phase send(byte[] buf, int off, int len) {
        if (phase != Phase.OPEN && phase != Phase.PEER_CLOSED) {
            throw new IllegalStateException("cannot send in phase " + phase);
        }
        try {
            protocol().writeApplicationData(buf, off, len);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        return phase;
    }

    @Override
    public boolean answerDue() {
        return false;
    }

    @Override
    public Phase close() {
        if (phase == Phase.FAILED || phase == Phase.CLOSED) {
            return phase;
        }
        boolean open = phase == Phase.OPEN || phase == Phase.PEER_CLOSED;
        phase = Phase.CLOSED;
        if (open && !closeSent) {
            closeSent = true;
            try {
                protocol().sendCloseNotify();
            } catch (IOException | RuntimeException e) {
                outflow.mute();    // the connection ends here either way; the peer sees a bare end of file
            }
        }
        return phase;
    }

    @Override
    public final Phase phase() {
        return phase;
    }

    @Override
    public final Optional<TlsFacts> facts() {
        return facts;
    }

    @Override
    public final Optional<TlsFailure> failure() {
        return failure;
    }

    @Override
    public final void destroy() {
        outflow.mute();
        if (phase != Phase.FAILED) {
            phase = Phase.CLOSED;
        }
        cutter.forget();
        wipe(0);
        if (protocol() != null) {
            protocol().forgetSecrets();
        }
        release();
    }

    /** The worker's cryptography serves this connection now. */
    final void takeOver() {
        crypto.plaintextSink(this);
        if (phase == Phase.HANDSHAKING) {
            crypto.cipherOwner(ciphers::add);
        }
    }

    /** Wipes the record keys of all but the last ciphers that were made. */
    private void wipe(int keep) {
        while (ciphers.size() > keep) {
            try {
                ciphers.remove(0).destroy();
            } catch (DestroyFailedException e) {
                throw new IllegalStateException(e);    // ours never refuse
            }
        }
    }

    // ---- records

    @Override
    public final boolean wanted() {
        return phase == Phase.HANDSHAKING || phase == Phase.OPEN;
    }

    @Override
    public final void record(byte[] buf, int off, int len) throws IOException {
        started = true;
        recordType = buf[off];
        if (len == RecordCutter.HEADER && phase == Phase.HANDSHAKING && recordType == ContentType.handshake) {
            protocol().noteEmptyRecord();
            return;
        }
        delivered = false;
        offer(buf, off, len);
    }

    // ---- events

    /** The handshake is complete. @param negotiated what came of it */
    final void open(TlsFacts negotiated) {
        facts = Optional.of(negotiated);
        wipe(1);
        phase = Phase.OPEN;
    }

    /** A cipher that delivers plaintext itself does so before the library has judged the record: nothing may pass too early. */
    @Override
    public final void accept(byte[] buf, int off, int len) {
        if (phase == Phase.OPEN && len > 0) {
            delivered = true;
            output.plaintext().accept(buf, off, len);
        }
    }

    @Override
    public final void plaintext(byte[] buf, int off, int len) throws Refusal {
        accept(buf, off, len);
        if (delivered) {
            protocol().noteProgress();
        } else if (phase == Phase.OPEN) {
            protocol().noteEmptyRecord();
        }
    }

    @Override
    public final void closeNotify() {
        if (phase == Phase.OPEN) {
            phase = Phase.PEER_CLOSED;
        } else if (phase == Phase.HANDSHAKING) {
            phase = Phase.FAILED;    // the peer went away in an orderly manner: OpenSSL has no error for it
            witness.broken(step());
        }
    }

    // ---- failure

    /** Ends the connection, with an alert unless the peer would not understand it. */
    void fail(Exception cause) {
        if (phase == Phase.FAILED || phase == Phase.CLOSED) {
            return;
        }
        boolean handshaking = facts.isEmpty();
        phase = Phase.FAILED;
        cutter.forget();
        boolean early = recordType == ContentType.application_data && facts.isEmpty();
        Diagnosis diagnosis = protocol().diagnose(cause, early);
        failure = Optional.of(diagnosis.failure());
        if (diagnosis.tellPeer()) {
            alert(diagnosis.alert());
        }
        if (handshaking) {
            witness.broken("error");
        }
    }

    /** The library sends no alert before it knows a version, and is asked for none when we stopped a record ourselves. */
    private void alert(short description) {
        if (!protocol().isClosed()) {
            try {
                protocol().abort(description);
            } catch (IOException | RuntimeException e) {
                outflow.mute();    // no way to tell the peer: it sees a bare end of file
            }
        }
        if (!outflow.used()) {
            int version = alertVersion();
            outflow.write(new byte[] {(byte) ContentType.alert, (byte) (version >>> 8), (byte) version, 0, 2,
                (byte) AlertLevel.fatal, (byte) description}, 0, 7);
        }
    }
}
