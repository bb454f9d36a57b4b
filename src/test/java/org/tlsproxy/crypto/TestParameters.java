package org.tlsproxy.crypto;

import java.lang.reflect.Field;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;

/** A connection's parameters without a connection. */
final class TestParameters extends TlsCryptoParameters {

    private final ProtocolVersion version;
    private final boolean server;
    private final SecurityParameters security;
    private boolean complete;

    TestParameters(ProtocolVersion version, boolean server, SecurityParameters security) {
        super(null);
        this.version = version;
        this.server = server;
        this.security = security;
    }

    /** As after Finished. */
    TestParameters complete() {
        complete = true;
        return this;
    }

    /** The library lets only itself fill these in. */
    static SecurityParameters security(Object... namesAndValues) throws ReflectiveOperationException {
        var constructor = SecurityParameters.class.getDeclaredConstructor();
        constructor.setAccessible(true);
        SecurityParameters security = constructor.newInstance();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Field field = SecurityParameters.class.getDeclaredField((String) namesAndValues[i]);
            field.setAccessible(true);
            field.set(security, namesAndValues[i + 1]);
        }
        return security;
    }

    @Override
    public SecurityParameters getSecurityParametersConnection() {
        return security;
    }

    @Override
    public SecurityParameters getSecurityParametersHandshake() {
        return complete ? null : security;
    }

    @Override
    public ProtocolVersion getClientVersion() {
        return version;
    }

    @Override
    public ProtocolVersion getServerVersion() {
        return version;
    }

    @Override
    public ProtocolVersion getRSAPreMasterSecretVersion() {
        return version;
    }

    @Override
    public boolean isServer() {
        return server;
    }

    @Override
    public TlsNonceGenerator getNonceGenerator() {
        return byte[]::new;
    }
}
