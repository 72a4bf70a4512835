package org.frontrow.account;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Protected routes of the kinds there are in the service, for the tests only. */
@Path("/test/who-am-i")
public class WhoAmIResource {
    private final Callers callers;

    WhoAmIResource(Callers callers) {
        this.callers = callers;
    }

    public record Me(long accountId, String username, Role role) {}

    @GET
    @Authenticated
    @Operation(hidden = true)
    public Me blocking() {
        return me();
    }

    @GET
    @Path("event-loop")
    @Authenticated
    @Operation(hidden = true)
    public Uni<Me> onTheEventLoop() {
        return Uni.createFrom().item(this::me);
    }

    @POST
    @Authenticated
    @Operation(hidden = true)
    public Me changing() {
        return me();
    }

    @GET
    @Path("staff")
    @Operation(hidden = true)
    @RolesAllowed({Role.STAFF_ROLE, Role.ADMIN_ROLE})
    public Me staff() {
        return me();
    }

    private Me me() {
        var caller = callers.current();
        return new Me(caller.accountId(), caller.username(), caller.role());
    }
}
