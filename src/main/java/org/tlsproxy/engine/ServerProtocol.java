package org.tlsproxy.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * Bouncy Castle's TLS server without its queues: records go in whole, come out through {@link Outflow}, and plaintext goes to
 * {@link ProtocolEvents}. Adds what the library lacks: TLS 1.3 tickets, half-closed connections, limits on idle chatter.
 */
final class ServerProtocol extends TlsServerProtocol implements EngineProtocol {

    private static final int TLS12 = 0x0303;
    private static final int TLS13 = 0x0304;
    private static final int ALERT_SIZE = 2;
    private static final int MAX_EARLY_DATA = 1 << 14;
    private static final Integer EARLY_DATA = ExtensionType.early_data;

    private final ServerPeer peer;
    private final ServerSteps steps;
    private final ServerEvents events;
    private final Chatter chatter = new Chatter();

    private final MessageBoundaries boundaries = new MessageBoundaries();

    private HandshakeMessageInput suspended;
    private ResumptionTranscript transcript;
    private boolean helloSeen;
    private boolean retried;
    private boolean secondHello;
    private int earlyDataLeft;
    private boolean complete;
    private int lastMessage = -1;

    /** What comes out: records, and events. */
    record Ends(Outflow outflow, ServerEvents events) { }

    ServerProtocol(ServerPeer peer, ServerSteps steps, ByteQueueInputStream unused, Ends ends) {
        super(unused, ends.outflow());
        this.peer = peer;
        this.steps = steps;
        this.events = ends.events();
        // with this the record layer writes straight to our stream and still takes records that we cut ourselves
        blocking = false;
        inputBuffers = unused;
        outputBuffer = ends.outflow();
    }

    @Override
    public Diagnosis diagnose(Throwable cause, boolean earlyData) {
        return Diagnosis.of(cause, new Diagnosis.Where(lastMessage, peer.version(), earlyData));
    }

    @Override
    public void abort(short alert) throws IOException {
        handleException(alert, null, null);
    }

    @Override
    public void sendCloseNotify() throws IOException {
        raiseAlertWarning(AlertDescription.close_notify, null);
    }

    @Override
    public void forgetSecrets() {
        ConnectionSecrets.wipe(getContext());
    }

    @Override
    public void noteProgress() {
        chatter.progress();
    }

    @Override
    public void noteEmptyRecord() throws Refusal {
        chatter.idle(Failures.RECORD_TOO_SMALL);
    }

    @Override
    protected void handleException(short alert, String message, Throwable cause) throws IOException {
        if (mayBeEarlyData(cause)) {
            return;
        }
        boolean ours = cause == null || cause instanceof Refusal;
        super.handleException(ours ? alert : diagnose(cause, false).alert(), message, cause);
    }

    // ---- early data, which is never accepted but has to be skipped (RFC 8446 4.2.10)

    /** True if the record is early data that no key of ours opens: between HelloRetryRequest and the second ClientHello. */
    boolean skips(short type, int len) {
        return retried && type == ContentType.application_data && skipped(len);
    }

    /** True if the exception means that the record was early data, and there has not been too much of it. */
    boolean skips(TlsFatalAlert cause, int len) {
        return mayBeEarlyData(cause) && skipped(len);
    }

    private boolean skipped(int len) {
        earlyDataLeft -= len;
        return earlyDataLeft >= 0;
    }

    private boolean mayBeEarlyData(Throwable cause) {
        return earlyDataLeft > 0 && cause instanceof TlsFatalAlert fatal && fatal.getAlertDescription() == AlertDescription.bad_record_mac;
    }

    // ---- incoming

    @Override
    protected void processRecord(short type, byte[] buf, int off, int len) throws IOException {
        if (type == ContentType.handshake) {
            earlyDataLeft = 0;    // set by a ClientHello in this record, ended by whatever else it holds
            boundaries.handshake(buf, off, len);
        } else if (boundaries.inside() && peer.version() == TLS13) {
            // RFC 8446 5.1: nothing between the parts of a message
            throw Refusal.with(AlertDescription.unexpected_message, Failures.UNEXPECTED_RECORD);
        } else if (type == ContentType.alert && len != ALERT_SIZE) {
            throw Refusal.with(AlertDescription.unexpected_message, Failures.INVALID_ALERT);
        }
        if (type == ContentType.application_data && complete) {
            events.plaintext(buf, off, len);
        } else {
            super.processRecord(type, buf, off, len);
            if (type == ContentType.change_cipher_spec && helloSeen && peer.version() != TLS13) {
                steps.readChange();
            }
        }
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        lastMessage = type;
        if (!complete && suspended == null) {
            steps.reading(type);
        }
        if (suspended != null) {
            throw Refusal.with(AlertDescription.unexpected_message, Failures.UNEXPECTED_MESSAGE);
        }
        if (complete && type == HandshakeType.key_update) {
            chatter.update(Failures.TOO_MANY_KEY_UPDATES);
        } else if (complete) {
            chatter.idle(Failures.UNEXPECTED_MESSAGE);
        } else if (type == HandshakeType.client_hello && !helloSeen) {
            helloSeen = true;
            if (!firstHello(message)) {
                suspended = message;
                return;
            }
        } else {
            inspect(type, message);
        }
        super.handleHandshakeMessage(type, message);
        steps.read();
    }

    private boolean firstHello(HandshakeMessageInput message) throws IOException {
        byte[] bytes = MessageBytes.of(message);
        transcript = new ResumptionTranscript(getContext().getCrypto(), bytes);
        return events.clientHello(ClientHelloReader.read(bytes));
    }

    /** Goes on with the ClientHello that had to wait. */
    void resumeHello() throws IOException {
        HandshakeMessageInput hello = suspended;
        suspended = null;
        try {
            super.handleHandshakeMessage(HandshakeType.client_hello, hello);
            steps.read();
        } catch (TlsFatalAlert e) {
            handleException(e.getAlertDescription(), null, e);
            throw e;
        } catch (IOException e) {
            handleException(AlertDescription.internal_error, null, e);
            throw e;
        } catch (RuntimeException e) {
            handleException(AlertDescription.internal_error, null, e);
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    /** The library sees of a ClientHello what is of use; what is hashed is the message itself. */
    @Override
    protected ClientHello receiveClientHelloMessage(ByteArrayInputStream message) throws IOException {
        ClientHello hello = super.receiveClientHelloMessage(message);
        if (peer.version() == TLS13 && !secondHello && hello.getExtensions().containsKey(EARLY_DATA)) {
            earlyDataLeft = MAX_EARLY_DATA;
        }
        return ExtensionRules.apply(hello, peer.version());
    }

    private void inspect(short type, HandshakeMessageInput message) throws IOException {
        if (type == HandshakeType.client_hello) {
            if (!retried) {
                throw Refusal.with(AlertDescription.unexpected_message, Failures.UNEXPECTED_MESSAGE);
            }
            retried = false;
            secondHello = true;
            peer.secondHello(ClientHelloReader.read(MessageBytes.of(message)), steps.witness());
        }
        if (type == HandshakeType.certificate_verify && peer.version() == TLS12) {
            peer.checkClientCurve();
        }
        if (type == HandshakeType.certificate_verify && peer.version() == TLS13) {
            byte[] bytes = MessageBytes.of(message);
            peer.clientScheme(bytes.length < 6 ? -1 : (bytes[4] & 0xFF) << 8 | bytes[5] & 0xFF);
        }
        if (transcript != null && transcript.begun() && type != HandshakeType.hello_request) {
            message.updateHash(transcript);
        }
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        if (description != AlertDescription.close_notify) {
            steps.witness().alert(true, level, description);
        }
        if (chatter.endsWith(level, description, peer.version() == TLS13, events)) {
            handleFailure();
            throw new TlsFatalAlertReceived(description);
        }
    }

    @Override
    protected void raiseAlertFatal(short description, String message, Throwable cause) throws IOException {
        steps.witness().alert(false, AlertLevel.fatal, description);
        super.raiseAlertFatal(description, message, cause);
    }

    // ---- outgoing, and the TLS 1.3 ticket

    @Override
    protected ServerHello generate13HelloRetryRequest(ClientHello hello) throws IOException {
        retried = true;
        beginTranscript();
        if (transcript != null) {
            transcript.retry();
        }
        return super.generate13HelloRetryRequest(hello);
    }

    @Override
    protected void safeWriteRecord(short type, byte[] buf, int off, int len) throws IOException {
        if (type == ContentType.handshake && !complete) {
            beginTranscript();
            if (transcript != null) {
                transcript.update(buf, off, len);
            }
        }
        if (!complete || type == ContentType.handshake) {
            steps.writing(type, buf, off, len);
        }
        super.safeWriteRecord(type, buf, off, len);
    }

    /** With the first message sent it is known whether there will be a ticket and by which hash. */
    private void beginTranscript() {
        if (transcript == null || transcript.begun() && !selectedPSK13) {
            return;
        }
        if (selectedPSK13 || !peer.issuesTls13Ticket()) {
            transcript = null;
        } else {
            transcript.begin(getContext().getSecurityParametersHandshake().getPRFCryptoHashAlgorithm());
        }
    }

    @Override
    protected void completeHandshake() throws IOException {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        Optional<TlsSecret> master = transcript == null ? Optional.empty() : Optional.of(transcript.resumptionMaster(parameters));
        transcript = null;
        complete = true;
        steps.read();
        super.completeHandshake();
        if (master.isPresent()) {
            Optional<NewSessionTicket> ticket = peer.ticket13(master.get());
            master.get().destroy();
            if (ticket.isPresent()) {
                sendNewSessionTicketMessage(ticket.get());
            }
        }
        peer.trim();
    }
}
