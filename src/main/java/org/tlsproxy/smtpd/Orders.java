package org.tlsproxy.smtpd;

import java.util.Optional;
import org.tlsproxy.pool.ControlChannel;
import org.tlsproxy.pool.ControlMessage;
import org.tlsproxy.pool.ProtocolException;
import org.tlsproxy.pool.WorkerOrders;
import org.tlsproxy.posix.Poll;

/** The first thing that a worker hears from its launcher. */
final class Orders {

    private static final int PATIENCE_MILLIS = 60_000;

    private Orders() { }

    static WorkerOrders await(ControlChannel control) throws ProtocolException, ControlChannel.Ended {
        Poll poll = new Poll(1);
        poll.add(control.descriptor(), Poll.IN);
        poll.await(PATIENCE_MILLIS);
        Optional<ControlChannel.Received> received = control.receive();
        if (received.isPresent() && received.get().message() instanceof ControlMessage.Orders orders) {
            return WorkerOrders.decode(orders.body());
        }
        throw new ProtocolException("no orders from the launcher");
    }
}
