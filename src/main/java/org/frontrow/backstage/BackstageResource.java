package org.frontrow.backstage;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.frontrow.account.Accounts;
import org.frontrow.account.Role;
import org.frontrow.demo.DemoAccount;
import org.frontrow.seating.EarlyExpiry;
import org.jboss.resteasy.reactive.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The page and what it asks for. Open to everybody who reaches it, which in dev mode is this machine; pages of other sites
 * are refused as everywhere. The files are not among the public ones, which every build serves.
 */
@Path(BackstageResource.PATH)
@PermitAll
@Cache(noStore = true)
@Produces(MediaType.APPLICATION_JSON)
@IfBuildProfile("dev")
public class BackstageResource {
    static final String PATH = "/dev";
    private static final String ANY_TITLE = "Demo show";

    private final DeskNumbers desk;
    private final Playbill playbill;
    private final DemoShows demoShows;
    private final EarlyExpiry expiry;
    private final Accounts accounts;
    private final int managementPort;

    BackstageResource(
            DeskNumbers desk,
            Playbill playbill,
            DemoShows demoShows,
            EarlyExpiry expiry,
            Accounts accounts,
            @ConfigProperty(name = "quarkus.management.port", defaultValue = "9000") int managementPort) {
        this.desk = desk;
        this.playbill = playbill;
        this.demoShows = demoShows;
        this.expiry = expiry;
        this.accounts = accounts;
        this.managementPort = managementPort;
    }

    /** @param managementPort where metrics and health are */
    public record Now(DeskNumbers.Desk desk, List<Playbill.Listed> shows, List<Known> accounts, int managementPort) {}

    /** Nobody is given a token here that they could not have by signing in: everybody may know these passwords. */
    public record Known(String username, Role role, String password) {}

    public record NewShow(
            @Size(max = 200) @Nullable String title,
            @NotNull @Min(1) @Max(DemoShows.MOST_ROWS) Integer rows,
            @NotNull @Min(1) @Max(50) Integer seatsPerRow,
            @NotNull @Min(1) @Max(60 * 24 * 365) Integer startsInMinutes) {}

    /**
     * @param page where people book it
     * @param seats its map
     */
    public record Planned(long id, String page, String seats) {}

    public record Expired(boolean expired) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    public InputStream page() {
        return resource("backstage/page.html");
    }

    @GET
    @Path("page.js")
    @Produces("text/javascript")
    public InputStream script() {
        return resource("backstage/page.js");
    }

    @GET
    @Path("page.css")
    @Produces("text/css")
    public InputStream style() {
        return resource("backstage/page.css");
    }

    /** The booking page's own, for its colours and controls: what the bundler makes of it has another name in each build. */
    @GET
    @Path("app.css")
    @Produces("text/css")
    public InputStream styleOfTheBookingPage() {
        return resource("web/app/app.css");
    }

    @GET
    @Path("now")
    public Now now() {
        return new Now(desk.now(), playbill.next(), known(), managementPort);
    }

    private List<Known> known() {
        return Arrays.stream(DemoAccount.values())
                .filter(it -> accounts.exists(it.username()))
                .map(it -> new Known(it.username(), it.role(), DemoAccount.PASSWORD))
                .toList();
    }

    @GET
    @Path("shows/{show}")
    public Playbill.Opened show(long show) {
        return playbill.open(show).orElseThrow(NotFoundException::new);
    }

    @POST
    @Path("shows")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response plan(@Valid @NotNull NewShow request) {
        var title = request.title() == null || request.title().isBlank()
                ? ANY_TITLE
                : request.title().strip();
        var id = demoShows.plan(
                title, request.rows(), request.seatsPerRow(), Duration.ofMinutes(request.startsInMinutes()));
        return Response.status(Response.Status.CREATED)
                .entity(new Planned(id, "/#/show/" + id, "/api/seats/?show_id=" + id))
                .build();
    }

    @POST
    @Path("shows/{show}/seats/{seat}/expire")
    public Expired expire(long show, long seat) {
        return new Expired(expiry.expire(show, seat));
    }

    private static InputStream resource(String name) {
        var found = Thread.currentThread().getContextClassLoader().getResourceAsStream(name);
        if (found == null) {
            throw new NotFoundException();
        }
        return found;
    }
}
