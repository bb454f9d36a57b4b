package org.tlsproxy.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the one standard {@link PostfixInstance} of the run: starting one takes a second or two, so those who need nothing
 * special share it and keep apart by log marks. Services besides {@code tlsproxy} (both certificates): {@code ec}, {@code rsa},
 * {@code special} (another syslog_name), {@code jailed} (chroot).
 */
final class SharedPostfix implements ParameterResolver {

    /** What the store keeps until the run ends. */
    private record Shared(PostfixInstance instance) implements CloseableResource {
        @Override
        public void close() {
            instance.close();
        }
    }

    private static PostfixSetup standard() {
        return new PostfixSetup()
            .service("ec", "-o tlsproxy_tls_chain_files=$DIR/cert/ec.chain")
            .service("rsa", "-o tlsproxy_tls_chain_files=$DIR/cert/rsa.chain")
            .service("special", "-o syslog_name=postfix/special")
            .service("tls13only", "-o tlsproxy_tls_protocols=TLSv1.3")
            .service("watched", "-o syslog_name=postfix/watched")
            .chrootedService("jailed", "-o syslog_name=postfix/jailed");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostfixInstance.class;
    }

    @Override
    public PostfixInstance resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(SharedPostfix.class))
            .getOrComputeIfAbsent("standard", key -> new Shared(standard().start()), Shared.class).instance();
    }
}
