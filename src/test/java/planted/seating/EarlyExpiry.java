package planted.seating;

import io.quarkus.arc.profile.IfBuildProfile;

@IfBuildProfile("dev")
public class EarlyExpiry {}
