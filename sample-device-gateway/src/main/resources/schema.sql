create table if not exists device (
	id       varchar(100) primary key,
	readings bigint       not null,
	celsius  double precision
);
