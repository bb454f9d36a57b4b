package org.tlsproxy.engine;

import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.TlsUtils;

/** NewSessionTicket as TLS 1.3 has it (RFC 8446 4.6.1); the library's own encodes RFC 5077's. */
final class Tls13Ticket extends NewSessionTicket {

    private final long ageAdd;
    private final byte[] nonce;

    Tls13Ticket(int lifetime, long ageAdd, byte[] nonce, byte[] ticket) {
        super(lifetime, ticket);
        this.ageAdd = ageAdd;
        this.nonce = nonce;
    }

    @Override
    public void encode(OutputStream output) throws IOException {
        TlsUtils.writeUint32(getTicketLifetimeHint(), output);
        TlsUtils.writeUint32(ageAdd, output);
        TlsUtils.writeOpaque8(nonce, output);
        TlsUtils.writeOpaque16(getTicket(), output);
        TlsUtils.writeUint16(0, output);
    }
}
