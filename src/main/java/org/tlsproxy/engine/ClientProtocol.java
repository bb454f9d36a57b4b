package org.tlsproxy.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsUtils;

/**
 * Bouncy Castle's TLS client without its queues: records go in whole, come out through {@link Outflow}, and plaintext goes to
 * {@link ProtocolEvents}. Adds what the library lacks: TLS 1.3 tickets, half-closed connections, limits on idle chatter.
 */
final class ClientProtocol extends TlsClientProtocol implements EngineProtocol {

    private static final int TLS13 = 0x0304;
    /** Of a handshake message, and of an extension. */
    private static final int HEADER = 4;
    private static final int PAD_FROM = 256;
    private static final int PAD_TO = 512;
    private static final byte[] CHANGE = {(byte) ContentType.change_cipher_spec, 3, 3, 0, 1, 1};

    private final ClientPeer peer;
    private final ClientResumption resumption;
    private final Outflow outflow;
    private final ProtocolEvents events;
    private final ClientSteps steps;
    private final Chatter chatter = new Chatter();

    private boolean complete;
    private int lastMessage = -1;
    private Optional<ResumptionTranscript> transcript = Optional.empty();
    private byte[] serverHello = TlsUtils.EMPTY_BYTES;
    private boolean retry;
    private boolean finiteField;
    private boolean changeWaits;

    /** @param outflow where records go, @param events who is told what came, @param steps who is told how the handshake goes */
    record Outside(Outflow outflow, ProtocolEvents events, ClientSteps steps) { }

    ClientProtocol(ClientPeer peer, ClientResumption resumption, ByteQueueInputStream unused, Outside outside) {
        super(unused, outside.outflow());
        this.peer = peer;
        this.resumption = resumption;
        this.outflow = outside.outflow();
        this.events = outside.events();
        this.steps = outside.steps();
        // with this the record layer writes straight to our stream and still takes records that we cut ourselves
        blocking = false;
        inputBuffers = unused;
        outputBuffer = outside.outflow();
    }

    @Override
    public Diagnosis diagnose(Throwable cause, boolean earlyData) {
        boolean downgrade = peer.version() != 0 && !peer.versionAccepted();
        return ClientDiagnosis.of(cause, new ClientDiagnosis.Where(lastMessage, peer.version(), downgrade, finiteField),
            earlyData && lastMessage >= 0);
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
        resumption.forgetOffer();
        resumption.forgetMaster();
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
        boolean ours = cause == null || cause instanceof Refusal;
        super.handleException(ours ? alert : diagnose(cause, false).alert(), message, cause);
    }

    // ---- incoming

    @Override
    protected void processRecord(short type, byte[] buf, int off, int len) throws IOException {
        if (type == ContentType.application_data && complete) {
            events.plaintext(buf, off, len);
        } else {
            if (type == ContentType.change_cipher_spec && peer.version() != TLS13) {
                steps.readChange();
            }
            super.processRecord(type, buf, off, len);
        }
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        lastMessage = type;
        steps.reading(type, peer.version() == TLS13);
        if (complete && (type == HandshakeType.key_update || type == HandshakeType.new_session_ticket)) {
            chatter.update(type == HandshakeType.key_update ? Failures.TOO_MANY_KEY_UPDATES : Failures.UNEXPECTED_MESSAGE);
        } else if (complete || type == HandshakeType.hello_request) {
            chatter.idle(Failures.UNEXPECTED_MESSAGE);
        }
        inspect(type, message);
        if (isRenewedTicket(type)) {
            receiveNewSessionTicket(message);    // the library takes tickets in full handshakes only
        } else if (type == HandshakeType.server_hello && !complete) {
            serverHello = MessageBytes.of(message);
            super.handleHandshakeMessage(type, message);
            recordServerHello();
        } else {
            record(type, message);
            super.handleHandshakeMessage(type, message);
        }
        steps.read();
    }

    private void inspect(short type, HandshakeMessageInput message) throws Refusal {
        if (type == HandshakeType.certificate_verify && peer.version() == TLS13) {
            byte[] bytes = MessageBytes.of(message);
            peer.serverScheme(bytes.length < 6 ? -1 : (bytes[4] & 0xFF) << 8 | bytes[5] & 0xFF);
        }
        if (type == HandshakeType.server_key_exchange && !complete && peer.version() != 0) {
            int suite = getContext().getSecurityParametersHandshake().getCipherSuite();
            finiteField = Suites.isDhe(suite);
            ServerKeyExchange.check(MessageBytes.of(message), peer.offer(), peer.version(), suite);
        }
    }

    /** RFC 5077 3.3: in a resumed handshake a new ticket comes before the server's change_cipher_spec. */
    private boolean isRenewedTicket(short type) {
        return type == HandshakeType.new_session_ticket && connection_state == CS_SERVER_HELLO && peer.version() != TLS13
            && getContext().getSecurityParametersHandshake().isResumedSession()
            && serverExtensions != null && serverExtensions.containsKey(EXT_SessionTicket);
    }

    private void record(short type, HandshakeMessageInput message) {
        if (!complete && transcript.isPresent() && type != HandshakeType.hello_request) {
            message.updateHash(transcript.get());
        }
    }

    /** Which hash the transcript is made with is known from the ServerHello on; earlier versions than TLS 1.3 need none. */
    private void recordServerHello() {
        if (serverHello.length == 0 || transcript.isEmpty()) {
            return;
        }
        if (peer.version() != TLS13) {
            transcript = Optional.empty();
            return;
        }
        transcript.get().begin(getContext().getSecurityParametersHandshake().getPRFCryptoHashAlgorithm());
        if (retry) {
            retry = false;
            transcript.get().retry();
        }
        transcript.get().update(serverHello, 0, serverHello.length);
        serverHello = TlsUtils.EMPTY_BYTES;
    }

    @Override
    protected void receive13NewSessionTicket(ByteArrayInputStream message) throws IOException {
        if (!complete) {
            throw Refusal.with(AlertDescription.unexpected_message, Failures.UNEXPECTED_MESSAGE);
        }
        resumption.newTicket13(message);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected ServerHello receiveServerHelloMessage(ByteArrayInputStream message) throws IOException {
        ServerHello hello = super.receiveServerHelloMessage(message);
        ServerHelloCheck.check(hello, peer.offer(), clientExtensions);
        return hello;
    }

    @Override
    protected void process13HelloRetryRequest(ServerHello request) throws IOException {
        retry = true;
        int group = TlsExtensionsUtils.getKeyShareHelloRetryRequest(request.getExtensions());
        if (group >= 0 && !peer.offer().groups().contains(group)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_KEY_SHARE);
        }
        super.process13HelloRetryRequest(request);
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        if (description != AlertDescription.close_notify) {
            steps.alert(true, level, description);
        }
        if (chatter.endsWith(level, description, peer.version() == TLS13, events)) {
            handleFailure();
            throw new TlsFatalAlertReceived(description);
        }
    }

    @Override
    protected void raiseAlertFatal(short description, String message, Throwable cause) throws IOException {
        steps.alert(false, AlertLevel.fatal, description);
        super.raiseAlertFatal(description, message, cause);
    }

    // ---- outgoing

    @Override
    protected void sendClientHelloMessage() throws IOException {
        if (clientExtensions.containsKey(TlsExtensionsUtils.EXT_supported_groups)) {
            trueGroups();
        }
        pad();
        byte[] keys = (byte[]) clientExtensions.get(TlsExtensionsUtils.EXT_pre_shared_key);
        if (keys != null) {
            resumption.setAge(keys);
        }
        super.sendClientHelloMessage();
    }

    /** RFC 7685, as OpenSSL does it: some servers hang on ClientHellos of 256 to 511 bytes. */
    @SuppressWarnings("unchecked")
    private void pad() throws IOException {
        clientExtensions.remove(TlsExtensionsUtils.EXT_padding);
        ByteArrayOutputStream hello = new ByteArrayOutputStream(512);
        clientHello.encode(getContext(), hello);
        int length = HEADER + hello.size() + clientHello.getBindersSize();
        if (length >= PAD_FROM && length < PAD_TO) {
            TlsExtensionsUtils.addPaddingExtension(clientExtensions, Math.max(1, PAD_TO - length - HEADER));
        }
    }

    @SuppressWarnings("unchecked")
    private void trueGroups() throws IOException {
        TlsExtensionsUtils.addSupportedGroupsExtension(clientExtensions, new Vector<>(peer.offer().groups()));
    }

    /** The library sends the one that is for the eyes of middleboxes (RFC 8446 D.4) too early, in a packet of its own. */
    @Override
    protected void sendChangeCipherSpecMessage() throws IOException {
        changeWaits = peer.version() == TLS13;
        if (!changeWaits) {
            super.sendChangeCipherSpecMessage();
        }
    }

    /** As they go over the wire: encrypted they are not, whatever the library would do by now. */
    private void change() {
        changeWaits = false;
        steps.writing(ContentType.change_cipher_spec, CHANGE, 0, CHANGE.length);
        outflow.write(CHANGE, 0, CHANGE.length);
    }

    @Override
    protected void safeWriteRecord(short type, byte[] buf, int off, int len) throws IOException {
        if (changeWaits && type == ContentType.handshake) {
            change();
        }
        if (type == ContentType.handshake && !complete) {
            if (lastMessage < 0 && transcript.isEmpty()) {
                transcript = Optional.of(new ResumptionTranscript(getContext().getCrypto(), TlsUtils.EMPTY_BYTES));
            }
            recordServerHello();
            transcript.ifPresent(hash -> hash.update(buf, off, len));
        }
        steps.writing(type, buf, off, len);
        super.safeWriteRecord(type, buf, off, len);
    }

    @Override
    protected void completeHandshake() throws IOException {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        if (transcript.isPresent()) {
            resumption.complete13(transcript.get().resumptionMaster(parameters), parameters.getCipherSuite(), peer.server());
            transcript = Optional.empty();
        }
        complete = true;
        steps.complete();
        super.completeHandshake();
        resumption.forgetOffer();
        peer.trim();
    }
}
