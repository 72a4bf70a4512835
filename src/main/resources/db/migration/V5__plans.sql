-- Seats are found by show and id, always. How many seats a show has says nothing useful to the planner, and much that
-- misleads it: after statistics were taken with few shows, a new one is believed to have no seats, and then any index
-- that begins with the show looks as good as the primary key, also the one that has to read all seats of the show.
-- Without statistics on that column the primary key is what it should be: the cheapest way by far.
alter table seat alter column show_time_id set statistics 0;
