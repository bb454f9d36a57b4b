package org.tlsproxy.engine;

import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.crypto.TlsSecret;

/** The secrets that the library keeps with a connection. */
final class ConnectionSecrets {

    private ConnectionSecrets() {
    }

    static void wipe(TlsContext context) {
        SecurityParameters parameters = context == null ? null : context.getSecurityParameters();
        if (parameters != null) {
            wipe(parameters.getMasterSecret());
            wipe(parameters.getTrafficSecretClient());
            wipe(parameters.getTrafficSecretServer());
            wipe(parameters.getExporterMasterSecret());
            wipe(parameters.getEarlyExporterMasterSecret());
            wipe(parameters.getBaseKeyClient());
            wipe(parameters.getBaseKeyServer());
        }
    }

    private static void wipe(TlsSecret secret) {
        if (secret != null) {
            secret.destroy();
        }
    }
}
