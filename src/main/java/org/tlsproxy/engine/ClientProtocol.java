package org.tlsproxy.engine;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ByteQueueInputStream;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlertReceived;

/**
 * Bouncy Castle's TLS client without its queues: records go in whole, come out through {@link Outflow}, and plaintext goes to
 * {@link ProtocolEvents}. Adds what the library lacks: half-closed connections, limits on idle chatter.
 */
final class ClientProtocol extends TlsClientProtocol implements EngineProtocol {

    private static final int TLS13 = 0x0304;

    private final ClientPeer peer;
    private final ProtocolEvents events;
    private final Chatter chatter = new Chatter();

    private boolean complete;
    private int lastMessage = -1;

    ClientProtocol(ClientPeer peer, ByteQueueInputStream unused, Outflow outflow, ProtocolEvents events) {
        super(unused, outflow);
        this.peer = peer;
        this.events = events;
        // with this the record layer writes straight to our stream and still takes records that we cut ourselves
        blocking = false;
        inputBuffers = unused;
        outputBuffer = outflow;
    }

    @Override
    public Diagnosis diagnose(Throwable cause, boolean earlyData) {
        return ClientDiagnosis.of(cause, new ClientDiagnosis.Where(lastMessage, peer.version(), peer.versionAccepted(), earlyData));
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
        boolean ours = cause == null || cause instanceof Refusal;
        super.handleException(ours ? alert : diagnose(cause, false).alert(), message, cause);
    }

    // ---- incoming

    @Override
    protected void processRecord(short type, byte[] buf, int off, int len) throws IOException {
        if (type == ContentType.application_data && complete) {
            events.plaintext(buf, off, len);
        } else {
            super.processRecord(type, buf, off, len);
        }
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        lastMessage = type;
        if (complete || type == HandshakeType.hello_request) {
            chatter.idle(type == HandshakeType.key_update ? Failures.TOO_MANY_KEY_UPDATES : Failures.UNEXPECTED_MESSAGE);
        }
        if (type == HandshakeType.certificate_verify && peer.version() == TLS13) {
            byte[] bytes = MessageBytes.of(message);
            peer.serverScheme(bytes.length < 6 ? -1 : (bytes[4] & 0xFF) << 8 | bytes[5] & 0xFF);
        }
        super.handleHandshakeMessage(type, message);
    }

    @Override
    protected void process13HelloRetryRequest(ServerHello retry) throws IOException {
        int group = TlsExtensionsUtils.getKeyShareHelloRetryRequest(retry.getExtensions());
        if (group >= 0 && !peer.offer().groups().contains(group)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_KEY_SHARE);
        }
        super.process13HelloRetryRequest(retry);
    }

    @Override
    protected void handleAlertMessage(short level, short description) throws IOException {
        if (chatter.endsWith(level, description, peer.version() == TLS13, events)) {
            handleFailure();
            throw new TlsFatalAlertReceived(description);
        }
    }

    // ---- outgoing

    @Override
    protected void sendClientHelloMessage() throws IOException {
        if (clientExtensions.containsKey(TlsExtensionsUtils.EXT_supported_groups)) {
            trueGroups();
        }
        super.sendClientHelloMessage();
    }

    @SuppressWarnings("unchecked")
    private void trueGroups() throws IOException {
        TlsExtensionsUtils.addSupportedGroupsExtension(clientExtensions, new Vector<>(peer.offer().groups()));
    }

    @Override
    protected void completeHandshake() throws IOException {
        complete = true;
        super.completeHandshake();
        peer.trim();
    }
}
